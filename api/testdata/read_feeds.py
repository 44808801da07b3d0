"""Reads the feeds at the addresses given, twice: prints what feedparser found, as JSON."""

import json
import sys

import feedparser


def entry(e):
    return {
        "id": e.id,
        "link": e.link,
        "title": e.title,
        "published": e.published,
        "updated": e.updated,
        "authors": [a.name for a in e.get("authors", []) if "name" in a],
        "abstract": e.summary if e.summary_detail.type == "text/plain" else "",
        "content": e.content[0].value,
        "tags": [t.term for t in e.get("tags", [])],
        "pdf": [l.href for l in e.enclosures if l.type == "application/pdf"],
    }


def read(url):
    f = feedparser.parse(url)
    again = feedparser.parse(url, etag=f.get("etag"))
    later = feedparser.parse(url, modified=f.get("modified"))
    return {
        "error": str(f.bozo_exception) if f.bozo else "",
        "version": f.version,
        "title": f.feed.title,
        "link": f.feed.link,
        "self": [l.href for l in f.feed.links if l.rel == "self"],
        "status": f.status,
        "statusByTag": again.status,
        "statusByTime": later.status,
        "entries": [entry(e) for e in f.entries],
    }


json.dump([read(url) for url in sys.argv[1:]], sys.stdout)
