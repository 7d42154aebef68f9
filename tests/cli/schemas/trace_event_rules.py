"""What "Trace Event Format" asks beyond the shape of one event: of rows, of spans in them, of flows.

A viewer says nothing where these are broken: it leaves spans out, and draws no arrow.
"""
import collections


def troubles(document):
    """One line for each rule that a document breaks, whose events have the shape of the schema. To be read with
    parse_float=decimal.Decimal: a float loses nanoseconds of many microseconds."""
    events = document["traceEvents"]
    return [*untold_rows(events), *unbalanced(events), *not_nested(events), *loose_flows(events)]


def row_of(event):
    return event["pid"], event["tid"]


def untold_rows(events):
    """Metadata Events: each process and row is named once, so that a reader knows whose it is."""
    told = [(event["name"], event["pid"], event["tid"] if event["name"] == "thread_name" else None)
            for event in events if event["ph"] == "M" and event["name"] in ("process_name", "thread_name")]
    for each, times in collections.Counter(told).items():
        if times > 1:
            yield f"{each} is named {times} times"
    told = set(told)
    for pid in sorted({event["pid"] for event in events if event["ph"] != "M"}):
        if ("process_name", pid, None) not in told:
            yield f"process {pid} has no name"
    for pid, tid in sorted({row_of(event) for event in events if event["ph"] not in "MC"}):
        if ("thread_name", pid, tid) not in told:
            yield f"row {pid}, {tid} has no name"


def unbalanced(events):
    """Duration Events: in each row begins and ends alternate as brackets do, in the order of their times."""
    rows = {}
    for event in events:
        if event["ph"] not in "BE":
            continue
        row = rows.setdefault(row_of(event), {"opened": [], "last": event["ts"]})
        if event["ts"] < row["last"]:
            yield f"{event['name']} at {event['ts']} stands behind what came later"
        row["last"] = event["ts"]
        if event["ph"] == "B":
            row["opened"].append(event["name"])
        elif not row["opened"]:
            yield f"{event['name']} ends at {event['ts']}, and never began"
        elif (inner := row["opened"].pop()) != event["name"]:
            yield f"{event['name']} ends at {event['ts']} while {inner} goes on in it"
    for row, state in rows.items():
        for name in state["opened"]:
            yield f"{name} never ends in row {row}"


def not_nested(events):
    """Complete Events: of two in a row one is inside the other, or over before it begins."""
    rows = {}
    for event in events:
        if event["ph"] == "X":
            rows.setdefault(row_of(event), []).append((event["ts"], -event["dur"], event["name"]))
    for row, spans in rows.items():
        ends = []
        for begin, length, name in sorted(spans):
            end = begin - length
            while ends and ends[-1] <= begin:
                ends.pop()
            if ends and end > ends[-1]:
                yield f"{name} at {begin} in row {row} begins inside a span, and ends behind it"
            ends.append(end)


def loose_flows(events):
    """Flow Events: one begin and one end of each id, category and name, and the end is not the earlier."""
    flows = {}
    for event in events:
        if event["ph"] in "sf":
            ends = flows.setdefault((event["cat"], event["id"]), {"s": [], "f": []})
            ends[event["ph"]].append(event)
    for key, ends in flows.items():
        if len(ends["s"]) != 1 or len(ends["f"]) != 1:
            yield f"flow {key} has {len(ends['s'])} begins and {len(ends['f'])} ends"
            continue
        begin, end = ends["s"][0], ends["f"][0]
        if begin["name"] != end["name"]:
            yield f"flow {key} is {begin['name']} at its begin, and {end['name']} at its end"
        if end["ts"] < begin["ts"]:
            yield f"flow {key} ends at {end['ts']}, before it begins"
