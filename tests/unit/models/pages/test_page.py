"""One page of a service that botocore does not know, in each of its forms, whole and spoilt."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from docutils.parsers.rst import directives, roles

from harness.models.pages import Page, PageError, load_page, parse_page

RST = """\
:doc:`Weather <../../weather>` / Client / get_forecast

************
get_forecast
************



.. py:method:: Weather.Client.get_forecast(**kwargs)



  Returns the forecast of a ``city``. Each of these counts:




  * rain (mm) -- in millimetres

  * snow




  See also: `AWS API Documentation <https://docs.aws.amazon.com/goto/WebAPI/weather-2006-03-01/GetForecast>`_


  **Request Syntax**
  ::

    response = client.get_forecast(
        City='string',
        Detail='FULL'|'BRIEF',
        Where={
            'Not': {'... recursive ...'},
            'Labels': {
                'string': 'string'
            }
        },
        Token='string'
    )

  :type City: string
  :param City: **[REQUIRED]**

    The name of the city.




  :type Detail: string
  :param Detail:

    How much to tell.




  :type Where: dict
  :param Where:

    What to leave out.

    .. note::    This is a Tagged Union structure. Only one of the     following can be set: ``Not``.


    - **Not** *(dict) --*

      What to keep.




    - **Labels** *(dict) --*

      Labels by name.




      - *(string) --*


        - *(string) --* **[REQUIRED]**





  :type Token: string
  :param Token:

    Makes the request idempotent.

    This field is autopopulated if not provided.



  :rtype: dict
  :returns:

    **Response Syntax**


    ::

      {
          'Days': [
              {
                  'Rain': 123.0,
                  'Count': 123,
                  'Sunrise': datetime(2015, 1, 1),
                  'Dry': True|False,
                  'Chart': b'bytes',
                  'Extra': {...}|[...]|123|123.4|'string'|True|None
              },
          ],
          'Detail': 'FULL'|'BRIEF',
          'Map': StreamingBody()
      }

    **Response Structure**



    - *(dict) --*


      - **Days** *(list) --*

        The days, in order:


        * today

        * tomorrow





        - *(dict) --*


          - **Rain** *(float) --*

            In millimetres.




          - **Count** *(integer) --*


          - **Sunrise** *(datetime) --*


          - **Dry** *(boolean) --*


          - **Chart** *(bytes) --*


          - **Extra** (:ref:`document<document>`) --




      - **Detail** *(string) --*

        How much is told.




      - **Map** (:class:`.StreamingBody`) --

  **Exceptions**

  *   :py:class:`Weather.Client.exceptions.NoSuchCity`


  *   :py:class:`Weather.Client.exceptions.Busy`

  """

TEXT = """\
Weather / Client / get_forecast

get_forecast#

Weather.Client.get_forecast(**kwargs)#

Returns the forecast of a city. Each of these counts:

  • rain (mm) – in millimetres

  • snow

See also: AWS API Documentation

Request Syntax

response = client.get_forecast(
    City='string',
    Detail='FULL'|'BRIEF',
    Where={
        'Not': {'... recursive ...'},
        'Labels': {
            'string': 'string'
        }
    },
    Token='string'
)
Parameters:
  • City (string) –

    [REQUIRED]

    The name of the city.

  • Detail (string) – How much to tell.

  • Where (dict) –

    What to leave out.

    Note

    This is a Tagged Union structure. Only one of the following can be set: Not.

    • Not (dict) –

      What to keep.

    • Labels (dict) –

      Labels by name.

      • (string) –

        • (string) – [REQUIRED]

  • Token (string) –

    Makes the request idempotent.

    This field is autopopulated if not provided.

Return type:

dict

Returns:

Response Syntax

{
    'Days': [
        {
            'Rain': 123.0,
            'Count': 123,
            'Sunrise': datetime(2015, 1, 1),
            'Dry': True|False,
            'Chart': b'bytes',
            'Extra': {...}|[...]|123|123.4|'string'|True|None
        },
    ],
    'Detail': 'FULL'|'BRIEF',
    'Map': StreamingBody()
}

Response Structure

  • (dict) –

    • Days (list) –

      The days, in order:

      • today

      • tomorrow

      • (dict) –

        • Rain (float) –

          In millimetres.

        • Count (integer) –

        • Sunrise (datetime) –

        • Dry (boolean) –

        • Chart (bytes) –

        • Extra (document) –

    • Detail (string) –

      How much is told.

    • Map (StreamingBody) –

Exceptions

  • Weather.Client.exceptions.NoSuchCity

  • Weather.Client.exceptions.Busy
"""

HTML = """\
<!DOCTYPE html>
<html><head><title>get_forecast - Boto3</title><style>dl { margin: 0 }</style></head><body>
<nav><ul><li>Weather</li></ul></nav>
<section><h1>get_forecast<a class="headerlink" href="#">#</a></h1>
<dl class="py method">
<dt class="sig py"><span>Weather.Client.</span><span>get_forecast</span><span>(</span>
<em>**kwargs</em><span>)</span><a>#</a></dt>
<dd><p>Returns the forecast of a <code>city</code>.</p>
<h3>Request Syntax</h3>
<div class="highlight"><pre><span></span>response = client.get_forecast(
    City=<span>&#39;string&#39;</span>
)
</pre></div>
<dl class="field-list simple">
<dt>Parameters<span class="colon">:</span></dt>
<dd><p><strong>City</strong> (<em>string</em>) – </p><p><strong>[REQUIRED]</strong></p>
<p>The name of the city.</p></dd>
<dt>Return type<span class="colon">:</span></dt><dd><p>dict</p></dd>
<dt>Returns<span class="colon">:</span></dt>
<dd><p><h3>Response Syntax</h3></p>
<div class="highlight"><pre>{
    'Days': [
        'string',
    ]
}
</pre></div>
<h3>Response Structure</h3>
<ul class="simple"><li><p><em>(dict) –</em></p>
<ul><li><p><strong>Days</strong> <em>(list) –</em></p><p>The days.</p><ul><li><p>one</p></li></ul>
<ul><li><p><em>(string) –</em></p></li></ul></li></ul></li></ul></dd></dl>
<h3>Exceptions</h3>
<ul class="simple"><li><p><code>Weather.Client.exceptions.Busy</code></p></li></ul>
</dd></dl></section></body></html>
"""

DESCRIPTION = {
    "version": "2.0",
    "metadata": {
        "serviceFullName": "Weather",
        "serviceId": "Weather",
        "apiVersion": "2006-03-01",
        "uid": "weather-2006-03-01",
    },
    "operations": {
        "GetForecast": {
            "name": "GetForecast",
            "documentation": (
                "<p>Returns the forecast of a <code>city</code>. Each of these counts:</p>"
                "<ul><li><p>rain (mm) -- in millimetres</p></li><li><p>snow</p></li></ul>"
            ),
            "input": {"shape": "GetForecastRequest"},
            "output": {"shape": "GetForecastResponse"},
            "errors": [{"shape": "NoSuchCity"}, {"shape": "Busy"}],
        }
    },
    "shapes": {
        "GetForecastRequest": {
            "type": "structure",
            "required": ["City"],
            "members": {
                "City": {"shape": "String", "documentation": "<p>The name of the city.</p>"},
                "Detail": {"shape": "GetForecast.Detail", "documentation": "<p>How much to tell.</p>"},
                "Where": {"shape": "GetForecastRequest.Where", "documentation": "<p>What to leave out.</p>"},
                "Token": {
                    "shape": "String",
                    "documentation": "<p>Makes the request idempotent.</p>",
                    "idempotencyToken": True,
                },
            },
        },
        "GetForecastRequest.Where": {
            "type": "structure",
            "union": True,
            "members": {
                "Not": {"shape": "GetForecastRequest.Where", "documentation": "<p>What to keep.</p>"},
                "Labels": {
                    "shape": "GetForecastRequest.Where.Labels",
                    "documentation": "<p>Labels by name.</p>",
                },
            },
        },
        "GetForecastRequest.Where.Labels": {
            "type": "map",
            "key": {"shape": "String"},
            "value": {"shape": "String"},
        },
        "GetForecastResponse": {
            "type": "structure",
            "payload": "Map",
            "members": {
                "Days": {
                    "shape": "GetForecastResponse.Days",
                    "documentation": (
                        "<p>The days, in order:</p><ul><li><p>today</p></li><li><p>tomorrow</p></li></ul>"
                    ),
                },
                "Detail": {"shape": "GetForecast.Detail", "documentation": "<p>How much is told.</p>"},
                "Map": {"shape": "GetForecastResponse.Map"},
            },
        },
        "GetForecastResponse.Days": {"type": "list", "member": {"shape": "GetForecastResponse.Days.member"}},
        "GetForecastResponse.Days.member": {
            "type": "structure",
            "members": {
                "Rain": {"shape": "Double", "documentation": "<p>In millimetres.</p>"},
                "Count": {"shape": "Long"},
                "Sunrise": {"shape": "Timestamp"},
                "Dry": {"shape": "Boolean"},
                "Chart": {"shape": "Blob"},
                "Extra": {"shape": "GetForecastResponse.Days.member.Extra"},
            },
        },
        "GetForecastResponse.Days.member.Extra": {"type": "structure", "members": {}, "document": True},
        "GetForecastResponse.Map": {"type": "blob", "streaming": True},
        "GetForecast.Detail": {"type": "string", "enum": ["FULL", "BRIEF"]},
        "String": {"type": "string"},
        "Double": {"type": "double"},
        "Long": {"type": "long"},
        "Timestamp": {"type": "timestamp"},
        "Boolean": {"type": "boolean"},
        "Blob": {"type": "blob"},
        "NoSuchCity": {"type": "structure", "members": {}, "exception": True},
        "Busy": {"type": "structure", "members": {}, "exception": True},
    },
}


class TestForms:
    def test_restructuredtext(self) -> None:
        page = parse_page(RST)
        assert page == Page("", "weather", "GetForecast", DESCRIPTION, ())

    def test_rendered_text_has_all_but_markup_and_links(self) -> None:
        page = parse_page(TEXT)
        assert (page.service, page.operation) == ("weather", "GetForecast")
        assert page.description["metadata"] == {"serviceFullName": "Weather", "serviceId": "Weather"}
        assert page.description["shapes"] == DESCRIPTION["shapes"]
        assert page.operation_model.documentation == (
            "<p>Returns the forecast of a city. Each of these counts:</p>"
            "<ul><li><p>rain (mm) – in millimetres</p></li><li><p>snow</p></li></ul>"
        )

    def test_html(self) -> None:
        operation = parse_page(HTML).operation_model
        assert operation.name == "GetForecast"
        assert operation.documentation == "<p>Returns the forecast of a city.</p>"
        assert operation.input_shape.required_members == ["City"]
        assert operation.input_shape.members["City"].documentation == "<p>The name of the city.</p>"
        days = operation.output_shape.members["Days"]
        assert days.documentation == "<p>The days.</p><ul><li><p>one</p></li></ul>"
        assert days.member.type_name == "string"
        assert [shape.name for shape in operation.error_shapes] == ["Busy"]

    def test_html_of_a_theme_with_a_table_of_contents(self) -> None:
        around = (
            '<div class="sphinxsidebar"><h3>On this page</h3><ul><li><a>get_forecast</a><ul><li>'
            "<a><code>Weather.Client.get_forecast()</code></a></li></ul></li></ul><dl><dt>Next</dt></dl></div>"
        )
        page = HTML.replace("<section>", f"{around}<section>").replace("</section>", f"</section>{around}")
        assert parse_page(page).description == parse_page(HTML).description

    def test_html_of_a_parameter_without_a_description(self) -> None:
        described = "– </p><p><strong>[REQUIRED]</strong></p>\n<p>The name of the city.</p>"
        city = parse_page(HTML.replace(described, "</p>")).operation_model.input_shape.members["City"]
        assert (city.type_name, city.documentation) == ("string", "")

    def test_a_file_names_the_page(self, tmp_path: Path) -> None:
        path = tmp_path / "weather.rst"
        path.write_text(RST)
        assert load_page(path).name == str(path)

    def test_botocore_reads_the_description(self) -> None:
        operation = parse_page(RST).operation_model
        assert operation.get_streaming_output().name == "GetForecastResponse.Map"
        assert operation.input_shape.members["Where"].is_tagged_union
        assert operation.idempotent_members == ["Token"]
        assert operation.has_streaming_output

    def test_deprecated_operation(self) -> None:
        note = (
            "  .. danger::\n\n    This operation is deprecated and may not function as expected. This "
            "operation should not be used going forward and is only kept for backwards compatiblity.\n\n"
        )
        operation = parse_page(RST.replace("  See also:", f"{note}  See also:")).operation_model
        assert operation.deprecated
        assert "deprecated" not in operation.documentation

    def test_no_parameters_and_no_result(self) -> None:
        head, _, rest = RST.partition("    response = ")
        tail = rest[rest.index("  **Exceptions**") :]
        page = parse_page(f"{head}    response = client.get_forecast()\n  :returns: None\n{tail}")
        assert (page.operation_model.input_shape, page.operation_model.output_shape) == (None, None)

    def test_sections_too_large_to_render_are_made_up_for(self) -> None:
        note = "# This section is too large to render.\n        # Please see the AWS API Documentation."
        start, end = RST.index("    - *(dict) --*\n\n\n      - **Days**"), RST.index("  **Exceptions**")
        text = (RST[:start] + RST[end:]).replace(
            "**Response Structure**", f"**Response Structure**\n    ::\n\n        {note}\n"
        )
        page = parse_page(text)
        assert page.elided == ("Response Structure",)
        days = page.operation_model.output_shape.members["Days"].member
        assert {name: shape.type_name for name, shape in days.members.items()} == {
            "Rain": "double",
            "Count": "long",
            "Sunrise": "timestamp",
            "Dry": "boolean",
            "Chart": "blob",
            "Extra": "structure",
        }


class TestQuiet:
    def test_nothing_is_printed_or_registered(self, capfd: pytest.CaptureFixture[str]) -> None:
        parse_page(RST)  # docutils keeps the directives of its own that it has met
        registered = dict(directives._directives), dict(roles._roles)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parse_page(RST.replace("In millimetres.", "In *millimetres, :unknown:`x` |y| `z`__"))
        assert capfd.readouterr() == ("", "")
        assert (directives._directives, roles._roles) == registered


NOT_AN_OPERATION = (
    " Pass the page of one client method, as boto3's documentation has it: its reStructuredText, its HTML or "
    "the text of the web page."
)
PAGINATOR = "Weather.Paginator.GetForecast.paginate()"
INCOMPLETE = " Fetch the whole page again and keep its indentation as it is."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"page.rst: it has no signature of a client method.{NOT_AN_OPERATION}"),
        (
            "Release notes\n=============\n",
            f"page.rst: it has no signature of a client method.{NOT_AN_OPERATION}",
        ),
        (
            "<html><body><p>Sign in</p></body></html>",
            f"page.rst: it has no signature of a client method.{NOT_AN_OPERATION}",
        ),
        (
            RST.replace("Weather.Client.get_forecast(**kwargs)", PAGINATOR),
            f"page.rst, line 9: it documents {PAGINATOR!r}, which is no client operation.{NOT_AN_OPERATION}",
        ),
        (RST[: RST.index("  **Request")], f"page.rst, line 9: it has no Request Syntax.{INCOMPLETE}"),
        (
            RST[: RST.index("        Where={")],
            f"page.rst, line 31: the syntax block that starts here is no complete Python.{INCOMPLETE}",
        ),
        (
            RST[: RST.index("  :type City")],
            f"page.rst, line 31: it does not describe the parameters.{INCOMPLETE}",
        ),
        (
            RST[: RST.index("  :rtype")],
            f"page.rst, line 9: it does not say what the method returns.{INCOMPLETE}",
        ),
        (
            RST[: RST.index("    **Response Syntax")],
            f"page.rst, line 9: it has no Response Syntax.{INCOMPLETE}",
        ),
        (
            RST[: RST.index("    **Response Structure")],
            f"page.rst, line 107: it does not describe the response.{INCOMPLETE}",
        ),
        (
            RST[: RST.index("          - **Sunrise**")] + RST[RST.index("  **Exceptions**") :],
            f"page.rst, line 126: 'Detail' stands in the syntax but is not described.{INCOMPLETE}",
        ),
        (
            RST.replace("*(datetime) --*", "*(moment) --*"),
            f"page.rst, line 155: 'moment' is no type that boto3 documents.{INCOMPLETE}",
        ),
        (TEXT[: TEXT.index("Request Syntax")], f"page.rst, line 5: it has no Request Syntax.{INCOMPLETE}"),
        (
            TEXT[: TEXT.index("Parameters:")],
            f"page.rst, line 17: it does not describe the parameters.{INCOMPLETE}",
        ),
        (
            TEXT[: TEXT.index("Return type")],
            f"page.rst, line 5: it does not say what the method returns.{INCOMPLETE}",
        ),
        (TEXT[: TEXT.index("Response Syntax")], f"page.rst, line 5: it has no Response Syntax.{INCOMPLETE}"),
        (
            TEXT[: TEXT.index("    'Detail': 'FULL'|'BRIEF',\n    'Map'")],
            f"page.rst, line 71: the syntax block that starts here is no complete Python.{INCOMPLETE}",
        ),
        (
            TEXT[: TEXT.index("    • Detail (string)")],
            f"page.rst, line 88: 'Detail' stands in the syntax but is not described.{INCOMPLETE}",
        ),
    ],
)
def test_what_cannot_be_read_is_explained(text: str, message: str) -> None:
    with pytest.raises(PageError) as caught:
        parse_page(text, name="page.rst")
    assert str(caught.value) == message


def test_a_file_of_bytes_is_no_page(tmp_path: Path) -> None:
    path = tmp_path / "page.rst"
    path.write_bytes(b"\x93\xff")
    with pytest.raises(PageError) as caught:
        load_page(path)
    assert str(caught.value) == f"{path}: it is not text in UTF-8.{NOT_AN_OPERATION}"


@pytest.mark.parametrize("text", [RST, TEXT], ids=["rst", "text"])
def test_a_page_cut_anywhere_is_refused_or_whole_but_for_its_exceptions(text: str) -> None:
    """Wherever a page is cut before its list of exceptions, the cut is noticed."""
    whole = parse_page(text).description["shapes"]
    but_exceptions = {name: shape for name, shape in whole.items() if not shape.get("exception")}
    assert len(whole) - len(but_exceptions) == 2
    exceptions = text.index("Exceptions")
    for end in range(0, exceptions, 17):
        with pytest.raises(PageError):
            parse_page(text[:end])
    for end in range(exceptions + len("Exceptions"), len(text), 17):
        shapes = parse_page(text[:end]).description["shapes"]
        assert {name: shapes[name] for name in but_exceptions} == but_exceptions


@pytest.mark.parametrize("text", [RST, TEXT], ids=["rst", "text"])
def test_lost_indentation_is_refused(text: str) -> None:
    flat = "\n".join(line.lstrip() for line in text.splitlines())
    with pytest.raises(PageError):
        parse_page(flat)


def test_line_breaks_of_the_html_are_mended() -> None:
    broken = RST.replace("The days, in order:", "The days,\n in order:")
    assert parse_page(broken).description == DESCRIPTION
