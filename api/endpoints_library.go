package api

import (
	"paperboy/api/access"
	"paperboy/api/library"
	"paperboy/api/params"
	"paperboy/data/audit"
)

// Papers and what became of them.
var (
	Papers = endpointOf(row{method: get, path: "/papers", need: access.Read, class: Cheap,
		doc: doc{tag: "Papers", id: "papers", summary: "Papers by id"},
	}, library.PapersTable, ofLibrary, (*library.Service).Papers)

	AddPapers = &Raw[library.AddParams, library.AddAnswer]{input: newInput(row{method: post, path: "/papers", need: access.Write, action: audit.PapersAdd, limit: upload,
		doc: doc{tag: "Papers", id: "addPapers", summary: "Add papers", answer: "At least one paper was taken.",
			description: "One JSON object a line, or one JSON array; gzip is accepted; at most 64 MiB decompressed. A wrong record is rejected alone; 400 all_rejected if none was taken. The answer comes once the papers are durable.",
			body:        map[string]any{"application/x-ndjson": map[string]any{"type": "string"}, "application/json": map[string]any{"type": "array", "items": ref("PaperInput")}}},
	}, library.AddTable), handle: (*handler).addPapers}

	DeletePapers = endpointOf(row{method: del, path: "/papers", need: access.Write, action: audit.PapersDelete, limit: unbounded, unhurried: true,
		doc: doc{tag: "Papers", id: "deletePapers", summary: "Delete papers by id, source or query",
			description: "One of ids (or id), source alone, and q with any filters. With ids, location takes only what was read from addresses that begin with it, and leaves papers that are known from elsewhere. Papers stay deleted when they come again."},
	}, library.DeletionQuery{}, ofLibrary, (*library.Service).DeletePapers).inParts(deletionsInParts, (*library.DeleteAnswer).Add)

	Ingest = &Raw[library.IngestParams, library.IngestAnswer]{input: newInput(row{method: post, path: "/ingest", need: access.Write, action: audit.PapersAdd, limit: unbounded,
		doc: doc{tag: "Papers", id: "ingestFiles", summary: "Add the papers of files", answer: "At least one paper was taken.",
			description: "A file of any format that 'paperboy ingest' reads, archives and compressed ones too, or a multipart form of at most 1,000 files; at most 512 MiB, of which each file unpacks to at most 1 GiB (413). Papers are taken while the body comes: where it breaks off, what was taken stays, and sending it again does no harm. A wrong record is rejected alone, a file that cannot be read as a whole; 400 all_rejected if nothing was taken. At most 1,000 papers and 1,000 rejects are named.",
			body: map[string]any{"application/octet-stream": binary, "multipart/form-data": map[string]any{
				"type": "object", "properties": map[string]any{"file": map[string]any{"type": "array", "items": binary}}}}},
	}, library.IngestTable), handle: (*handler).ingest}

	Lookup = endpointOf(row{method: get, path: "/papers/lookup", need: access.Read, class: Cheap,
		doc: doc{tag: "Papers", id: "lookupPaper", summary: "A paper by id, as a parameter"},
	}, library.LookupTable, ofLibrary, (*library.Service).Lookup)

	Paper = ofPaper(row{method: get, path: "/papers/{id}", need: access.Read, class: Cheap,
		doc: doc{tag: "Papers", id: "paper", summary: "A paper with its sources and provenance",
			description: "The id raw or percent-encoded, slashes too, in any usual spelling; an id that a paper once had answers with that paper."},
	}, library.PaperTable, ofLibrary, (*library.Service).ExplainedPaper)

	ReplacePaper = ofPaper(row{method: put, path: "/papers/{id}", need: access.Write, action: audit.PapersReplace, limit: upload,
		doc: doc{tag: "Papers", id: "replacePaper", summary: "Replace a paper", description: "The way to correct or to empty a field.", body: object("PaperInput")},
	}, params.Table[wholePaper]{}, ofLibrary, (*library.Service).ReplacePaper).with(bodyOf(maxPaperBody, wirePaper, readPaper))

	DeletePaper = ofPaper(row{method: del, path: "/papers/{id}", need: access.Write, action: audit.PapersDelete, limit: unbounded,
		doc: doc{tag: "Papers", id: "deletePaper", summary: "Delete a paper"},
	}, noParams, ofLibrary, deletePaper)

	Merges = ofPaper(row{method: get, path: "/papers/{id}/merges", need: access.Read, class: Cheap,
		doc: doc{tag: "Merges", id: "merges", summary: "What made a paper one",
			description: "Every merge into the paper, the oldest first: which records, when and why; and those undone that concern it."},
	}, noParams, ofLibrary, mergesOfPaper)

	MergePapers = ofPaper(row{method: post, path: "/papers/{id}/merges", need: access.Write, action: audit.PapersMerge, limit: unbounded,
		doc: doc{tag: "Merges", id: "mergePapers", summary: "Make another paper a part of this one",
			description: "Whatever speaks against it. The ids of both answer with the one paper from then on."},
	}, params.Table[otherID]{}, ofLibrary, (*library.Service).MergePapers).with(bodyOf(maxPaperBody, wireOther, readOther))

	Unmerge = ofPaper(row{method: post, path: "/papers/{id}/merges/{number}/undo", need: access.Write, action: audit.PapersMerge, limit: unbounded,
		doc: doc{tag: "Merges", id: "unmerge", summary: "Undo a merge",
			description: "The records of the merge leave the paper; each id answers for its own paper again. The two stay apart when they are ingested again, until they are merged by hand."},
	}, params.Table[library.MergeNumber]{}, ofLibrary, (*library.Service).Unmerge).at(numberInPath)

	NewestMerges = endpointOf(row{method: get, path: "/merges", need: access.Read, class: Cheap,
		doc: doc{tag: "Merges", id: "newestMerges", summary: "What became one paper, the newest merge first"},
	}, library.MergesTable, ofLibrary, (*library.Service).NewestMerges)
)

// Feeds are named by addresses, which may be nobody else's business.
var (
	Feeds = plain(row{method: get, path: "/feeds", need: access.Write,
		doc: doc{tag: "Server", id: "feeds", summary: "How far papers were fetched from the net"},
	}, ofLibrary, (*library.Service).Feeds)

	PutFeed = endpointOf(row{method: put, path: "/feeds", need: access.Write, action: audit.FeedsPut,
		doc: doc{tag: "Server", id: "putFeed", summary: "Keep how far a feed was fetched",
			description: "For programs that fetch: the cursor is their own. At most 1,000 feeds; one with neither cursor nor error is forgotten."},
	}, params.Table[library.Feed]{}, ofLibrary, (*library.Service).PutFeed).with(bodyOf(maxFeedBody, wireFeed, readFeed))
)

// API keys.
var (
	Keys = plain(row{method: get, path: "/keys", need: access.Admin, action: audit.KeysRead,
		doc: doc{tag: "Keys", id: "keys", summary: "All API keys, without their secrets",
			description: "The newest comes first. Keys that are expired or revoked are included. At most 1,000 keys: a new one takes the place of the one that was revoked first."},
	}, ofAccess, (*access.Access).ListKeys)

	CreateKey = endpointOf(row{method: post, path: "/keys", need: access.Admin, action: audit.KeysCreate, cache: "no-store",
		doc: doc{tag: "Keys", id: "createKey", summary: "Create an API key",
			description: "The secret is in the answer and cannot be shown again: the server keeps only its SHA-256."},
	}, params.Table[access.KeySpec]{}, ofAccess, (*access.Access).CreateKey).with(bodyOf(maxKeyBody, wireSpec, readSpec))

	RotateKey = endpointOf(row{method: post, path: "/keys/{keyId}/rotate", need: access.Admin, action: audit.KeysRotate, cache: "no-store",
		doc: doc{tag: "Keys", id: "rotateKey", summary: "Give an API key a new secret",
			description: "The old secret stops working at once, or after grace. A rotation ends the old secret of the rotation before it."},
	}, params.Table[KeyRotation]{}, ofAccess, rotateKey).at(keyIDInPath).with(bodyOf(maxKeyBody, wireRotation, readRotation).orNone())

	RevokeKey = endpointOf(row{method: del, path: "/keys/{keyId}", need: access.Admin, action: audit.KeysRevoke,
		doc: doc{tag: "Keys", id: "revokeKey", summary: "Revoke an API key", description: "It stops working at once, for good."},
	}, params.Table[KeyRotation]{}, ofAccess, revokeKey).at(keyIDInPath)
)

// The server.
var (
	Reindex = plain(row{method: post, path: "/admin/reindex", need: access.Admin, action: audit.IndexRebuild, limit: unbounded, lenient: true, unhurried: true,
		doc: doc{tag: "Server", id: "reindex", summary: "Rebuild the index from the store",
			description: "Searches go on meanwhile. Answers when the new index is in place."},
	}, ofLibrary, (*library.Service).Reindex)

	Check = plain(row{method: post, path: "/admin/check", need: access.Admin, action: audit.LibraryCheck, limit: upkeep, lenient: true, unhurried: true,
		doc: doc{tag: "Server", id: "check", summary: "Verify store and index"},
	}, ofLibrary, (*library.Service).Check)

	Backup = &Download[None]{input: newInput(row{method: get, path: "/admin/backup", need: access.Admin, action: audit.LibraryBackup, limit: upkeep, lenient: true, unhurried: true,
		doc: doc{tag: "Server", id: "backup", summary: "A consistent copy of the store", answer: "A file as paperboy restore takes it.", content: map[string]any{backupType: binary}},
	}, noParams), open: backup, describe: backup}

	Stats = plain(row{method: get, path: "/stats", need: access.Read, class: Cheap,
		doc: doc{tag: "Server", id: "stats", summary: "What store and index hold"},
	}, ofLibrary, (*library.Service).Stats)

	Healthz = plain(row{method: get, path: "/healthz", need: access.Nothing, limit: unbounded, lenient: true,
		doc: doc{tag: "Server", id: "healthz", summary: "Whether the process answers"},
	}, ofLibrary, (*library.Service).Healthz)

	Readyz = plain(row{method: get, path: "/readyz", need: access.Nothing, limit: unbounded, lenient: true,
		doc: doc{tag: "Server", id: "readyz", summary: "Whether the index has caught up",
			description: "503 not_ready until searches see what the store held at the start; they answer from what there is meanwhile. A server that answers although something is wrong, such as damaged papers or a full disk, is degraded, and says what."},
	}, ofLibrary, (*library.Service).Readyz)

	Metrics = &Raw[None, None]{input: newInput(row{method: get, path: "/metrics", need: access.Read, limit: unbounded, lenient: true,
		doc: doc{tag: "Server", id: "metrics", summary: "Metrics for Prometheus", answer: "The metrics.", content: textContent("text/plain")},
	}, noParams), handle: (*handler).serveMetrics}

	OpenAPI = &Raw[None, None]{input: newInput(row{method: get, path: "/openapi.json", need: access.Read, limit: unbounded, lenient: true,
		doc: doc{tag: "Server", id: "openAPI", summary: "This document", answer: "The document.", content: map[string]any{"application/json": map[string]any{"type": "object"}}},
	}, noParams), handle: (*handler).openAPI}

	Docs = &Raw[None, None]{input: newInput(row{method: get, path: "/docs", need: access.Read, limit: unbounded, lenient: true,
		doc: doc{tag: "Server", id: "docs", summary: "This document for people", answer: "A page.", content: textContent("text/html")},
	}, noParams), handle: (*handler).docs}
)
