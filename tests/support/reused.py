"""One PostgreSQL database for one test after the other, emptied before each.

To copy one takes a tenth of a second, and to start a psql for each half of that.
"""

import subprocess

from conference.bench.live.postgres import Postgres


class Reused:
    """A database that a test has left in another shape is dropped and copied anew."""

    def __init__(self, server: Postgres, template: str) -> None:
        self._server, self._template = server, template
        self._emptying = "".join(server.query(template, DELETING, BEGINNING_ANEW))
        self._shape = server.query(template, SHAPE)
        self._name = server.create_database(template)
        self._console: Console | None = None

    def fresh(self, *, is_pristine: bool = False) -> str:
        """Its URL. Whoever is still connected is cut off. `is_pristine`: a copy in any case, for
        who looks at its files; nothing is connected to it then."""
        if is_pristine or not self._has_been_emptied():
            self.drop()
            self._name = self._server.create_database(self._template)
        return self._server.url(self._name)

    def drop(self) -> None:
        if self._console:
            self._console.close()
            self._console = None
        self._server.drop_database(self._name)

    def _has_been_emptied(self) -> bool:
        console = self._console = self._console or self._connected()
        console.ask(CUT_OFF)
        if console.ask(SHAPE) != self._shape:
            return False
        console.ask("SELECT pg_temp.empty()")
        return True

    def _connected(self) -> "Console":
        console = Console(self._server, self._name)
        console.ask(
            "SET session_replication_role = replica",  # without triggers, so in any order
            # A function, as its many statements are planned once then, and not for every test.
            f"CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql "
            f"AS $$ BEGIN {self._emptying} END $$",
        )
        return console


class Console:
    """A psql that stays. An error ends it, and says why on standard error."""

    def __init__(self, server: Postgres, database: str) -> None:
        self._process = subprocess.Popen(
            server.psql(database), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, *statements: str) -> list[str]:
        """The lines they answer with."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.writelines(f"{statement};\n" for statement in statements)
        self._process.stdin.write(f"\\echo {END}\n")
        self._process.stdin.flush()
        lines: list[str] = []
        for line in self._process.stdout:
            if line.rstrip("\n") == END:
                return lines
            lines.append(line.rstrip("\n"))
        raise RuntimeError(f"psql ended at {statements}.")

    def close(self) -> None:
        self._process.communicate()


END = "-- all is answered --"
# Again until nobody is left: what one of them still commits would come after the emptying.
CUT_OFF = """DO $$ BEGIN LOOP
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    EXIT WHEN NOT FOUND;
    PERFORM pg_stat_clear_snapshot(), pg_sleep(0.001);
END LOOP; END $$"""
SHAPE = """SELECT
    (SELECT md5(string_agg(relname, ' ' ORDER BY relname)) FROM pg_class),
    (SELECT count(*) FROM pg_attribute),
    (SELECT count(*) FROM pg_constraint),
    (SELECT count(*) FROM pg_trigger),
    (SELECT version_num FROM alembic_version)"""
DELETING = """SELECT format('DELETE FROM %I;', tablename) FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'"""
BEGINNING_ANEW = """SELECT format('PERFORM setval(%L, 1, false);', sequencename)
    FROM pg_sequences WHERE schemaname = 'public'"""
