"""What an action raises when it says no: a status and a sentence fit for the person."""

from collections.abc import Mapping

from conference.i18n import Text, _

# Names and values in the order of the form; a name may come more than once.
Fields = tuple[tuple[str, str], ...]


class Refused(Exception):
    """An expected refusal. `sentence` says what happened and what to do next."""

    status = 400
    # When the same request may go through, where that is known.
    retry_after_s: int | None = None

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence

    @property
    def at_field(self) -> Text:
        """What to show where one thing was entered."""
        return self.sentence


class Invalid(Refused):
    """Entered data that cannot be taken. `fields`: field name to the sentence shown at it."""

    status = 422

    def __init__(self, fields: Mapping[str, Text], sentence: Text | None = None) -> None:
        super().__init__(sentence or _("Some entries need another look."))
        self.fields = dict(fields)

    @property
    def at_field(self) -> Text:
        return next(iter(self.fields.values()), self.sentence)


class SignInNeeded(Refused):
    """`unsent`: the fields of the form that was refused, if they are known, to be sent again."""

    status = 401

    def __init__(self, sentence: Text, unsent: Fields | None = None) -> None:
        super().__init__(sentence)
        self.unsent = unsent


class Forbidden(Refused):
    """For what the person knows to exist; for all else `NotFound`."""

    status = 403


class NotFound(Refused):
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such page, or it is not open to you."))


class Conflict(Refused):
    status = 409


class TooMany(Refused):
    """A limit was reached."""

    status = 429

    def __init__(self, sentence: Text, retry_after_s: int) -> None:
        super().__init__(sentence)
        self.retry_after_s = retry_after_s


class Busy(Refused):
    """Nothing was done. What may be sent twice, the page sends again (`static/js/resend.js`)."""

    status = 503
    retry_after_s = 2
