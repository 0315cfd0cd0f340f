"""`lionrock propose`: a language model points out events in the documents that are kept."""

from lionrock.answer.extraction.asking import ask_about_all
from lionrock.cli import output
from lionrock.cli.commands import Given, app
from lionrock.sources._http import Chat, ChatFailed, endpoint

_TOLD = 10


@app.command
def propose(*, most: int = 100, door: Given) -> int:
    """Ask a language model which events the kept documents tell; it proposes, a person decides.

    The endpoint is any that speaks OpenAI's chat completions: LIONROCK_LLM_URL
    (http://127.0.0.1:8080/v1), LIONROCK_LLM_MODEL, LIONROCK_LLM_KEY. What it answers counts only
    where its words stand in the document letter for letter and its ids exist; dates and sums are
    read by our own rules; and what counts waits in review-events after the next build. Each text
    is asked about once.

    Parameters
    ----------
    most
        The most documents to ask about.
    """
    try:
        where = endpoint()
        if where is None:
            raise ValueError("LIONROCK_LLM_URL is not set: no model is asked")
        with Chat(where) as chat:
            asked = ask_about_all(
                door.observatory(), door.settings, where.model, chat.ask, max(0, most)
            )
    except ValueError as error:
        output.complain(str(error))
        return 2
    except ChatFailed as error:
        output.complain(f"{where.url if where else ''}: {error}; what was kept stays; try again")
        return 1
    if door.output.as_json:
        return door.output.dump(asked)
    door.output.tell(
        "proposed", documents=asked.documents, known=asked.known, events=asked.events,
        dropped=len(asked.dropped),
    )  # fmt: skip
    for reason in asked.dropped[:_TOLD]:
        output.say_line(f"    {reason}")
    if asked.events:
        door.output.tell("proposed_next")
    return 0
