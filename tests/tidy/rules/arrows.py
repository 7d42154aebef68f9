"""Which folder may use which, and how a file names what it uses."""

import re

from . import Finding, rule

# A folder may use itself and these.
MAY_USE = {"core": ()}
MAY_USE["sim"] = ("core",)
MAY_USE["properties"] = ("core", "sim")
MAY_USE["reports"] = ("core", "sim", "properties")
MAY_USE["cli"] = MAY_USE["gui"] = ("core", "sim", "properties", "reports")

# What belongs to one business.
WING = re.compile(r"^\w+/domain/(?P<name>\w+)/")

THIRD_PARTY = re.compile(
    r"^(?P<library>simgrid|boost|rapidcheck|yaml-cpp|SQLiteCpp|sqlite3(?:ext)?)(?:/|\.h|\.hpp|$)"
)


def folder_and_rights(file):
    """The folder whose rights a file has, and these rights; a test has those of the folder that it mirrors."""
    parts = file.parts[1:] if file.parts[0] == "tests" else file.parts
    if len(parts) < 2 or parts[0] not in MAY_USE:
        return None, ()
    return parts[0], MAY_USE[parts[0]]


@rule
def arrows(tree):
    """core <- sim <- properties <- reports <- cli, gui: no include runs against an arrow."""
    for file in tree.cpp():
        folder, rights = folder_and_rights(file)
        if folder is None:
            continue
        for line, header, _ in file.includes:
            used = header.split("/")[0]
            if used in MAY_USE and used != folder and used not in rights:
                yield Finding(file.path, line, f"{folder} may not use {used}: {header}")


MAP = "docs/ARCHITECTURE.md"


def rooms_of(tree, folder):
    """{room: (line, rooms that it may use)} as the map's table of a folder has them, and Findings about the table."""
    text = tree.get(MAP).text if tree.get(MAP) else ""
    rooms, findings, inside = {}, [], False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("## "):
            inside = line == f"## Inside {folder}"
        row = re.match(r"\| `(\w+)/` \| (nothing|all above)(?: but ((?:`\w+`(?:, )?)+))? \| .* \|", line)
        if inside and row:
            denied = set(re.findall(r"\w+", row[3] or ""))
            if row[1] in rooms or not denied <= set(rooms):
                findings.append(Finding(MAP, number, "names a room twice, or one to keep out that isn't above"))
            rooms[row[1]] = (number, set() if row[2] == "nothing" else set(rooms) - denied)
        elif inside and line.startswith("| `"):
            findings.append(Finding(MAP, number, "may include: nothing, all above, or all above but `x`, `y`"))
    if not rooms:
        findings.append(Finding(MAP, 0, f"no table of rooms under '## Inside {folder}'"))
    return rooms, findings


def room_of(path, folder):
    """The room of this folder that a file stands in; empty: in the folder itself."""
    inside = path.removeprefix(folder + "/").split("/")
    return inside[0] if len(inside) > 1 else ""


def breaches_of_rooms(tree, folder, alone_in_folder):
    """What runs against the map's table of a folder. alone_in_folder: what to say of a file in no room; None: it may
    stand there, be used by all, and use no room."""
    rooms, findings = rooms_of(tree, folder)
    yield from findings
    files = [file for file in tree.cpp("core") if file.path.startswith(folder + "/")]
    for room, (number, _) in rooms.items():
        if not any(room_of(file.path, folder) == room for file in files):
            yield Finding(MAP, number, f"there is no {folder}/{room}")
    for file in files if rooms else []:
        room = room_of(file.path, folder)
        if not room and alone_in_folder:
            yield Finding(file.path, 1, alone_in_folder)
            continue
        if room and room not in rooms:
            yield Finding(file.path, 1, f"{MAP} has no room {room}")
            continue
        may_use = rooms[room][1] if room else set()
        for line, header, _ in file.includes:
            used = room_of(header, folder) if header.startswith(folder + "/") else ""
            if used and used != room and used not in may_use:
                place = f"{folder}/{room}".rstrip("/")
                yield Finding(file.path, line, f"{place} may not use {folder}/{used}: {header}")


@rule
def core_arrows(tree):
    """Rooms of core, and families of core/ownership, use only what their table in docs/ARCHITECTURE.md lets them."""
    yield from breaches_of_rooms(tree, "core", alone_in_folder="a file of core stands in a room")
    if any(file.path.startswith("core/ownership/") for file in tree.cpp("core")):
        yield from breaches_of_rooms(tree, "core/ownership", alone_in_folder=None)


@rule
def wings(tree):
    """A business is known in its own wing alone, domain/NAME of each floor: no other file includes what is in there."""
    for file in tree.cpp():
        if file.parts[0] == "tests":
            continue
        own = WING.match(file.path)
        for line, header, _ in file.includes:
            used = WING.match(header)
            if used and (own is None or own["name"] != used["name"]):
                yield Finding(file.path, line, f"only the wing of {used['name']} may use {header}")


@rule
def include_paths(tree):
    """Our own headers are included in quotes and by their path from the root; others in angle brackets."""
    for file in tree.cpp():
        for line, header, in_quotes in file.includes:
            ours = header.split("/")[0] in (*MAY_USE, "tests")
            if in_quotes and not header.endswith(".moc") and tree.get(header) is None:
                yield Finding(file.path, line, f'no file "{header}" counted from the root of the tree')
            if ours and not in_quotes:
                yield Finding(file.path, line, f'write "{header}" in quotes: it is ours')


@rule
def own_header_first(tree):
    """x.cpp includes x.hpp before anything else, so that the header is known to stand alone."""
    for file in tree.cpp():
        own = file.path.removesuffix(".cpp") + ".hpp"
        if file.is_header or tree.get(own) is None:
            continue
        if not file.includes or file.includes[0][1] != own:
            yield Finding(file.path, file.includes[0][0] if file.includes else 1, f'include "{own}" first')


@rule
def third_party_headers(tree):
    """Heavy libraries (SimGrid, Boost, RapidCheck, yaml-cpp, SQLite) are included by .cpp files only."""
    for file in tree.cpp():
        if not file.is_header:
            continue
        for line, header, _ in file.includes:
            if match := THIRD_PARTY.match(header):
                yield Finding(file.path, line, f"a header may not include {match['library']}: {header}")
