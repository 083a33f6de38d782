"""Made-up schedule.xml files: a sound one, and what real tools have made of it."""

from conference.agenda.formats.model import ImportedAgenda
from conference.agenda.formats.schedule_xml import read_schedule_xml

SOUND = """\
<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <generator name="frab" version="0.7"/>
  <version>Low tide</version>
  <conference>
    <acronym>harbour27</acronym>
    <title>Harbour Days 2027</title>
    <start>2027-05-11</start>
    <end>2027-05-12</end>
    <days>2</days>
    <day_change>05:00</day_change>
    <base_url>https://agenda.example/</base_url>
    <time_zone_name>Europe/Berlin</time_zone_name>
    <track name="Trust" color="#0a6e6e"/>
  </conference>
  <day index="1" date="2027-05-11"
      start="2027-05-11T05:00:00+02:00" end="2027-05-12T05:00:00+02:00">
    <room name="Pier" guid="1d9e8f2c-0f5e-4c3e-8f5d-0d3c2b1a0f01"/>
    <room name="Lighthouse">
      <event id="7" guid="0f0e7a52-6d0c-4f0e-9d1b-3b8f6c1a2d01">
        <date>2027-05-11T10:00:00+02:00</date>
        <start>10:00</start>
        <duration>00:45</duration>
        <room>Lighthouse</room>
        <slug>harbour27-7-tides</slug>
        <url>https://agenda.example/7</url>
        <title>Tides &amp; trust</title>
        <subtitle>What ebbs</subtitle>
        <track>Trust</track>
        <type>lecture</type>
        <language>de, en</language>
        <abstract>&lt;p&gt;Short.&lt;/p&gt;</abstract>
        <description><![CDATA[Long & wide.]]></description>
        <persons>
          <person id="3" guid="5b3f7f36-0f75-4a52-8c5e-8a4c7d0b2e11">Ada Brandt</person>
          <person id="4">Jon Lind</person>
        </persons>
        <recording><license>CC0</license><optout>false</optout></recording>
        <links>
          <link href="https://a.example/">Paper</link>
        </links>
        <attachments>
          <attachment href="/slides.pdf">Slides</attachment>
        </attachments>
        <feedback_url>https://a.example/feedback</feedback_url>
      </event>
    </room>
  </day>
  <day index="2" date="2027-05-12"
      start="2027-05-12T05:00:00+02:00" end="2027-05-13T05:00:00+02:00"/>
</schedule>
"""


def read(
    content: str | bytes, timezone: str | None = None, *, repair: bool = False
) -> ImportedAgenda:
    data = content.encode() if isinstance(content, str) else content
    return read_schedule_xml(data, timezone=timezone, repair=repair)


def changed(*changes: tuple[str, str]) -> str:
    """The sound file with each first text replaced by the second; it has to be there."""
    content = SOUND
    for before, after in changes:
        assert before in content
        content = content.replace(before, after)
    return content
