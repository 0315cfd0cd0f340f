"""Folders and URLs: where data lies that somebody brings, and where a cluster's tables go.

S3 (and what speaks like it) and HDFS are opened by pyarrow, which `lionrock[spark]` brings along.
Credentials and addresses are those every tool of S3 reads from the environment
(AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL …); `s3://anonymous@bucket/…` asks
for a public bucket without any.
"""

import errno
import os
import re
import shutil
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

SCHEMES = ("file", "s3", "s3a", "hdfs")
_ANONYMOUS = "anonymous"
_CHUNK = 1 << 20
_HINTS = {
    "s3": "are the credentials (AWS_ACCESS_KEY_ID …, or s3://anonymous@bucket/… for a public "
    "bucket), AWS_REGION and, for a server of one's own, AWS_ENDPOINT_URL right?",
    "hdfs": "pyarrow opens HDFS by Hadoop's own libhdfs: set HADOOP_HOME, JAVA_HOME and "
    'CLASSPATH="$(hadoop classpath --glob)"; or copy the files (hdfs dfs -get) or mount HDFS, '
    "and name the folder",
}


class NoPlace(Exception):
    """A folder or URL that cannot be used, and what to do about it."""


def is_url(place: str) -> bool:
    """Whether a text names a place by URL, and no path."""
    return "://" in place


def opened(place: str) -> tuple[Any, str]:
    """The pyarrow.fs.FileSystem of a folder or URL, and the path there; NoPlace."""
    scheme = urlsplit(place).scheme if is_url(place) else "file"
    if scheme not in SCHEMES:
        raise NoPlace(
            f"{place}: {scheme}:// cannot be opened; expected a folder, s3://bucket/… or "
            "hdfs://host:port/… (of WebHDFS or another store: copy or mount it first)"
        )
    try:
        from pyarrow import fs
    except ImportError:
        raise NoPlace(f"{place}: needs pyarrow: pip install 'lionrock[spark]'") from None
    if not is_url(place):
        return fs.LocalFileSystem(), place
    url = re.sub("^s3a:", "s3:", place)
    try:
        if url.startswith(f"s3://{_ANONYMOUS}@"):
            at = os.environ.get("AWS_ENDPOINT_URL")
            region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
            system = fs.S3FileSystem(anonymous=True, endpoint_override=at, region=region)
            return system, url.partition("@")[2].rstrip("/")
        filesystem, path = fs.FileSystem.from_uri(url)
    except (OSError, ValueError) as error:
        raise NoPlace(_why(place, error)) from error
    if not path.strip("/"):
        raise NoPlace(f"{place}: names no bucket or folder")
    return filesystem, str(path)


def brought(url: str, room: Path) -> Path:
    """Copy the file at `url`, or all files below it, into the folder `room`; where they are.

    A file or folder keeps its name. Raises NoPlace when there is nothing there, when it cannot be
    read, when a name would lead out of the folder, or when the disk has no room for all of it.
    """
    filesystem, path = opened(url)
    target = room / (PurePosixPath(path).name or "given")
    try:
        files = _files(filesystem, path)
        if not files:
            raise NoPlace(f"{url}: nothing is there")
        size, free = sum(size for _, _, size in files), shutil.disk_usage(room).free
        if size > free:
            raise NoPlace(f"{url}: {size:,} bytes, and {free:,} are free at {room}")
        for source, below, _ in files:
            if not _within(below):
                raise NoPlace(f"{url}: {below[:200]!r} is no name for a file here")
            copy = target / below if below else target
            copy.parent.mkdir(parents=True, exist_ok=True)
            stream = filesystem.open_input_stream(source, compression=None)
            with stream, copy.open("wb") as written:
                shutil.copyfileobj(stream, written, _CHUNK)
    except OSError as error:
        if error.filename is not None or error.errno == errno.ENOSPC:  # it is the disk here
            raise
        raise NoPlace(_why(url, error)) from error
    return target


def _files(filesystem: Any, path: str) -> list[tuple[str, str, int]]:
    """Files at a path: where each is, its place below the path ("" for the path), its bytes."""
    from pyarrow import fs

    (found,) = filesystem.get_file_info([path])
    if found.is_file:
        return [(path, "", found.size)]
    selected = fs.FileSelector(path, recursive=True, allow_not_found=True)
    listed = [one for one in filesystem.get_file_info(selected) if one.is_file]
    return sorted((one.path, one.path[len(path) :].lstrip("/"), one.size) for one in listed)


def _within(below: str) -> bool:
    return not below or (
        not {"", ".", ".."} & set(below.split("/")) and "\0" not in below and "\\" not in below
    )


def _why(place: str, error: Exception) -> str:
    scheme = re.sub("^s3a$", "s3", urlsplit(place).scheme)
    hint = f"; {_HINTS[scheme]}" if scheme in _HINTS else ""
    return f"{place}: cannot be opened: {str(error).splitlines()[0][:500]}{hint}"
