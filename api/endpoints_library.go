package api

import (
	"paperboy/api/access"
	"paperboy/api/add"
	"paperboy/api/export"
	"paperboy/api/guard"
	"paperboy/api/library"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/audit"
)

// Papers and their merges.
var (
	Papers = endpointOf(row{method: get, path: "/papers", need: access.Read, class: guard.Cheap,
		doc: doc{tag: "Papers", id: "papers", summary: "Papers by id"},
	}, library.PapersTable, ofLibrary, (*library.Service).Papers)

	AddPapers = &Raw[library.AddParams, library.AddAnswer]{input: newInput(row{method: post, path: "/papers", need: access.Write, action: audit.PapersAdd, limit: upload,
		doc: doc{tag: "Papers", id: "addPapers", summary: "Add papers", answer: "At least one paper was accepted.",
			description: "One JSON object per line, or one JSON array; gzip is accepted; at most 64 MiB decompressed. An invalid record does not stop the others; 400 all_rejected if none was accepted. The answer is sent once the papers are durable.",
			takes:       map[string]any{"application/x-ndjson": map[string]any{"type": "string"}, "application/json": map[string]any{"type": "array", "items": ref("PaperInput")}}},
	}, library.AddTable), handle: (*handler).addPapers}

	DeletePapers = endpointOf(row{method: del, path: "/papers", need: access.Write, action: audit.PapersDelete, limit: unbounded, unhurried: true,
		doc: doc{tag: "Papers", id: "deletePapers", summary: "Delete papers by id, source or query",
			description: "Takes one of: ids (or id); source alone; q with any filters. With ids, location removes only what was read from addresses that begin with it, and keeps papers that have other sources. Deleted papers stay deleted when they are added again."},
	}, library.DeletionQuery{}, ofLibrary, (*library.Service).DeletePapers).inParts(deletionsInParts, (*library.DeleteAnswer).Add)

	Ingest = &Raw[library.IngestParams, library.IngestAnswer]{input: newInput(row{method: post, path: "/ingest", need: access.Write, action: audit.PapersAdd, limit: unbounded,
		doc: doc{tag: "Papers", id: "ingestFiles", summary: "Add the papers of files", answer: "At least one paper was accepted.",
			description: "A file of any format that 'paperboy ingest' reads, including archives and compressed files, or a multipart form of at most 1,000 files. The body has at most 512 MiB, and each file unpacks to at most 1 GiB (413). Papers are added while the body is received: if it breaks off, those added before stay, and sending it again does no harm. An invalid record does not stop the others, nor does an unreadable file; 400 all_rejected if no paper was accepted. The answer names at most 1,000 papers and 1,000 rejects.",
			takes:       map[string]any{"application/octet-stream": binary, "multipart/form-data": ref("Upload")}},
	}, library.IngestTable), handle: (*handler).ingest}

	Add = endpointOf(row{method: post, path: "/add", need: access.Write, action: audit.PapersAdd, limit: unbounded, unhurried: true, maxBody: maxAddBody,
		doc: doc{tag: "Papers", id: "add", summary: "Add papers by id, address, title or text", answer: "What became of each thing, in the order ids, urls, titles, text.",
			description: "The server fetches what the body names, and nothing else: from arXiv, Crossref, doi.org, the ACL Anthology, PubMed or OpenReview by id, from a page or PDF by address. A paper that the library has is not fetched. For a title the answer has matches to choose from (outcome choose); to add one, send its id. text has references in any format that 'paperboy ingest' reads, or ids, addresses and titles, one per line. At most 100 things, 5 titles, 1 MiB of text and 2 minutes. A thing that is refused, with a code, a reason and a next step, does not stop the others, and is no error of the request. The answer is sent once searches see the papers."},
	}, params.Table[add.Params]{}, ofAdd, (*add.Service).Add)

	Lookup = endpointOf(row{method: get, path: "/papers/lookup", need: access.Read, class: guard.Cheap,
		doc: doc{tag: "Papers", id: "lookupPaper", summary: "A paper, by its id in the query"},
	}, library.LookupTable, ofLibrary, (*library.Service).Lookup)

	Paper = ofPaper(row{method: get, path: "/papers/{id}", need: access.Read, class: guard.Cheap,
		doc: doc{tag: "Papers", id: "paper", summary: "A paper with its sources and provenance",
			description: "The id may be raw or percent-encoded, including slashes, and in any usual spelling. An id that a paper had earlier still finds it."},
	}, library.PaperTable, ofLibrary, (*library.Service).ExplainedPaper)

	Cite = &Raw[OfPaper[export.Style], None]{input: paperInput(row{method: get, path: "/papers/{id}/cite", need: access.Read, class: guard.Cheap,
		doc: doc{tag: "Papers", id: "citePaper", summary: "A citation of a paper", answer: "The citation, in the media type of its style.", content: citationContent,
			description: "For reference managers, without the abstract, or as a reference in the style of the APA, 7th edition."},
	}, export.StyleTable), handle: (*handler).cite}

	ReplacePaper = ofPaper(row{method: put, path: "/papers/{id}", need: access.Write, action: audit.PapersReplace, limit: upload, maxBody: maxPaperBody,
		doc: doc{tag: "Papers", id: "replacePaper", summary: "Replace a paper", description: "Use this to correct or to clear a field.", takes: object("PaperInput")},
	}, params.Table[data.Paper]{}, ofLibrary, (*library.Service).ReplacePaper)

	DeletePaper = ofPaper(row{method: del, path: "/papers/{id}", need: access.Write, action: audit.PapersDelete, limit: unbounded,
		doc: doc{tag: "Papers", id: "deletePaper", summary: "Delete a paper"},
	}, noParams, ofLibrary, alone((*library.Service).DeletePaper))

	Observations = ofPaper(row{method: get, path: "/papers/{id}/observations", need: access.Read, class: guard.Cheap,
		doc: doc{tag: "Papers", id: "observations", summary: "How upvotes, comments and stars of a paper changed",
			description: "What daily lists said over time, oldest first: the first observation, and the last of each day of the 14 days before the newest, of each week up to a year before it, and of each four weeks earlier."},
	}, noParams, ofLibrary, alone((*library.Service).Observations))

	Merges = ofPaper(row{method: get, path: "/papers/{id}/merges", need: access.Read, class: guard.Cheap,
		doc: doc{tag: "Merges", id: "merges", summary: "The merges of a paper",
			description: "All merges into the paper, oldest first: which records, when and why. Includes merges that were undone."},
	}, noParams, ofLibrary, alone((*library.Service).Merges))

	MergePapers = ofPaper(row{method: post, path: "/papers/{id}/merges", need: access.Write, action: audit.PapersMerge, limit: unbounded, maxBody: maxPaperBody,
		doc: doc{tag: "Merges", id: "mergePapers", summary: "Merge another paper into this one",
			description: "No check for differences is made. Both ids then find the merged paper."},
	}, params.Table[library.OtherPaper]{}, ofLibrary, (*library.Service).MergePapers)

	Unmerge = ofPaper(row{method: post, path: "/papers/{id}/merges/{number}/undo", need: access.Write, action: audit.PapersMerge, limit: unbounded,
		doc: doc{tag: "Merges", id: "unmerge", summary: "Undo a merge",
			description: "The records of the merge become a paper of their own again, and each id finds its own paper. The two are not merged when they are ingested again, only by hand."},
	}, params.Table[library.MergeNumber]{}, ofLibrary, (*library.Service).Unmerge).at(numberInPath)

	NewestMerges = endpointOf(row{method: get, path: "/merges", need: access.Read, class: guard.Cheap,
		doc: doc{tag: "Merges", id: "newestMerges", summary: "All merges, newest first"},
	}, library.MergesTable, ofLibrary, (*library.Service).NewestMerges)
)

// The names of feeds are addresses, which may be private, so even reading them needs a key.
var (
	Feeds = plain(row{method: get, path: "/feeds", need: access.Write,
		doc: doc{tag: "Server", id: "feeds", summary: "The feeds that papers are fetched from"},
	}, ofLibrary, (*library.Service).Feeds)

	PutFeed = endpointOf(row{method: put, path: "/feeds", need: access.Write, action: audit.FeedsPut, maxBody: maxFeedBody,
		doc: doc{tag: "Server", id: "putFeed", summary: "Store how far a feed was fetched",
			description: "For programs that fetch papers. The format of the cursor is up to them. At most 1,000 feeds; one with neither cursor nor error is removed."},
	}, params.Table[library.NewFeed]{}, ofLibrary, (*library.Service).PutFeed)
)

// API keys.
var (
	Keys = plain(row{method: get, path: "/keys", need: access.Admin, action: audit.KeysRead,
		doc: doc{tag: "Keys", id: "keys", summary: "All API keys, without their secrets",
			description: "Newest first, including expired and revoked keys. At most 1,000 keys: a new one replaces the one that was revoked first."},
	}, ofAccess, (*access.Access).ListKeys)

	CreateKey = endpointOf(row{method: post, path: "/keys", need: access.Admin, action: audit.KeysCreate, cache: "no-store", maxBody: maxKeyBody,
		doc: doc{tag: "Keys", id: "createKey", summary: "Create an API key",
			description: "The answer has the secret. It cannot be shown again: the server stores only its SHA-256."},
	}, params.Table[access.KeySpec]{}, ofAccess, (*access.Access).CreateKey)

	RotateKey = endpointOf(row{method: post, path: "/keys/{keyId}/rotate", need: access.Admin, action: audit.KeysRotate, cache: "no-store", maxBody: maxKeyBody, bodyOptional: true,
		doc: doc{tag: "Keys", id: "rotateKey", summary: "Give an API key a new secret",
			description: "The old secret stops working at once, or after grace. An older one that was still accepted stops working at once."},
	}, params.Table[access.KeyRotation]{}, ofAccess, (*access.Access).RotateKey).at(keyIDInPath)

	RevokeKey = endpointOf(row{method: del, path: "/keys/{keyId}", need: access.Admin, action: audit.KeysRevoke,
		doc: doc{tag: "Keys", id: "revokeKey", summary: "Revoke an API key", description: "The key stops working at once. This cannot be undone."},
	}, params.Table[access.KeyRotation]{}, ofAccess, (*access.Access).RevokeKey).at(keyIDInPath)
)

// The server.
var (
	Reindex = plain(row{method: post, path: "/admin/reindex", need: access.Admin, action: audit.IndexRebuild, limit: unbounded, lenient: true, unhurried: true,
		doc: doc{tag: "Server", id: "reindex", summary: "Rebuild the index from the store",
			description: "Searches are answered meanwhile. The answer is sent once the new index is in use."},
	}, ofLibrary, (*library.Service).Reindex)

	Check = plain(row{method: post, path: "/admin/check", need: access.Admin, action: audit.LibraryCheck, limit: upkeep, lenient: true, unhurried: true,
		doc: doc{tag: "Server", id: "check", summary: "Verify store and index"},
	}, ofLibrary, (*library.Service).Check)

	Backup = &Download[None]{input: newInput(row{method: get, path: "/admin/backup", need: access.Admin, action: audit.LibraryBackup, limit: upkeep, lenient: true, unhurried: true,
		doc: doc{tag: "Server", id: "backup", summary: "A consistent copy of the store", answer: "A file that 'paperboy restore' accepts.", content: map[string]any{backupType: binary}},
	}, noParams), open: backup, describe: backup}

	Stats = plain(row{method: get, path: "/stats", need: access.Read, class: guard.Cheap,
		doc: doc{tag: "Server", id: "stats", summary: "The contents of the store and the index"},
	}, ofLibrary, (*library.Service).Stats)

	Healthz = plain(row{method: get, path: "/healthz", need: access.Nothing, limit: unbounded, lenient: true,
		doc: doc{tag: "Server", id: "healthz", summary: "Whether the process answers"},
	}, ofLibrary, (*library.Service).Healthz)

	Readyz = plain(row{method: get, path: "/readyz", need: access.Nothing, limit: unbounded, lenient: true,
		doc: doc{tag: "Server", id: "readyz", summary: "Whether the index has caught up",
			description: "503 not_ready until searches see what the store held at the start; until then they answer from the part that is indexed. A server that answers but has a problem, such as damaged papers or a full disk, is degraded, and reasons says why."},
	}, ofLibrary, (*library.Service).Readyz)

	Metrics = &Raw[None, None]{input: newInput(row{method: get, path: "/metrics", need: access.Read, limit: unbounded, lenient: true,
		doc: doc{tag: "Server", id: "metrics", summary: "Metrics for Prometheus", answer: "The metrics.", content: textContent("text/plain")},
	}, noParams), handle: (*handler).serveMetrics}

	OpenAPI = &Raw[None, None]{input: newInput(row{method: get, path: "/openapi.json", need: access.Read, limit: unbounded, lenient: true,
		doc: doc{tag: "Server", id: "openAPI", summary: "This document", answer: "The document.", content: map[string]any{"application/json": map[string]any{"type": "object"}}},
	}, noParams), handle: (*handler).openAPI}
)
