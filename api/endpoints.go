package api

import (
	"context"
	"net/http"

	"paperboy/api/access"
	"paperboy/api/export"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data/audit"
)

const (
	get  = http.MethodGet
	post = http.MethodPost
	put  = http.MethodPut
	del  = http.MethodDelete
)

// endpoints is the whole API, in the order of its documentation. Each row makes the route, the
// OpenAPI operation and the call of package client. A new endpoint is a use case in the package
// of its noun, and a row here.
var endpoints = []endpoint{
	Search, SearchFeed, Suggest, Rising, Grid, Receipt, Export,
	Papers, AddPapers, DeletePapers, Ingest, Lookup, Paper, ReplacePaper, DeletePaper,
	Merges, MergePapers, Unmerge, NewestMerges,
	SimilarToPaper, Neighbourhood, SimilarByLink, Similar, Between,
	Lists, CreateList, PruneLists, List, RenameList, DeleteList, AddToList, RemoveFromList, RenewListKey, ExportList, Recommendations,
	Feeds, PutFeed,
	Keys, CreateKey, RotateKey, RevokeKey,
	Reindex, Check, Backup, Stats, Healthz, Readyz, Metrics, OpenAPI, Docs,
}

// Searching.
var (
	Search = observed(endpointOf(row{method: get, path: "/search", need: access.Read, class: BySearch, head: checksOnly,
		doc: doc{tag: "Search", id: "search", summary: "Search papers"},
	}, searches{}, ofSearch, (*search.Service).Search), func(h *handler, a *search.Answer) { h.metrics.search(a.TookMS) })

	SearchFeed = &Raw[search.Params, None]{input: newInput(row{method: get, path: "/search.atom", need: access.Read, class: BySearch, head: checksOnly,
		doc: doc{tag: "Search", id: "searchFeed", summary: "A search as an Atom feed", answer: "The feed.", content: textContent(atomType)},
	}, searches{}), handle: (*handler).atom}

	Suggest = endpointOf(row{method: get, path: "/suggest", need: access.Read, class: Cheap, head: checksOnly,
		cache: "private, max-age=30", // somebody who deletes a letter and types it again asks the same again
		doc: doc{tag: "Search", id: "suggest", summary: "Completions while typing",
			description: "Phrases of several titles, authors and titles that continue the end of q, and each as a whole query. After author: there are authors, after title: phrases; other operators are not completed. If nothing fits, one typing error is corrected."},
	}, search.SuggestTable, ofSearch, (*search.Service).Suggest)

	Rising = endpointOf(row{method: get, path: "/rising", need: access.Read, class: Cheap, head: checksOnly,
		doc: doc{tag: "Search", id: "rising", summary: "What papers are about more often than before",
			description: "Phrases of titles: their share of the titles of three months against that of the twelve months before. Papers known by year alone are not counted."},
	}, search.RisingTable, ofSearch, (*search.Service).Rising)

	Grid = endpointOf(row{method: get, path: "/grid", need: access.Read, class: Costly, head: checksOnly,
		doc: doc{tag: "Search", id: "grid", summary: "A search by date and number of authors",
			description: "How many of the papers found have each date and number of authors. Filters by these two are set aside."},
	}, search.GridTable, ofSearch, (*search.Service).Grid)

	Receipt = endpointOf(row{method: get, path: "/receipt", need: access.Read, class: Costly, head: checksOnly,
		doc: doc{tag: "Search", id: "receipt", summary: "A receipt of a search",
			description: "What a search found, with a digest of the ids, under an address that can be cited. Asked for by that address, it is checked against what the search finds now."},
	}, search.ReceiptTable, ofSearch, (*search.Service).Receipt)

	Export = &Download[search.ExportParams]{input: newInput(row{method: get, path: "/export", need: access.Read, class: Downloads, limit: long,
		doc: doc{tag: "Search", id: "export", summary: "All papers that a search finds",
			description: "cursor is ignored. JSONL has a paper's sources too, so that another Paperboy can take it in. More than 2,000,000 papers are refused.",
			answer:      "The papers, streamed. An answer that breaks off is not whole.", content: exportContent,
			headers: map[string]any{totalHeader: map[string]any{"description": "How many papers there are.", "schema": map[string]any{"type": "integer"}}}},
	}, search.ExportTable), open: exportSearch, describe: describeExport}
)

// Recommending.
var (
	SimilarToPaper = ofPaper(row{method: get, path: "/papers/{id}/similar", need: access.Read, class: Costly, head: checksOnly,
		doc: doc{tag: "Similar", id: "similarToPaper", summary: "Papers similar to a paper"},
	}, similar.Table, ofSimilar, (*similar.Service).ToPaper)

	Neighbourhood = ofPaper(row{method: get, path: "/papers/{id}/neighbourhood", need: access.Read, class: Costly, head: checksOnly,
		doc: doc{tag: "Similar", id: "neighbourhood", summary: "The graph of a paper and those similar to it",
			description: "hits are those of /papers/{id}/similar; links join any two of all these papers whose texts are alike, and leave no paper out."},
	}, similar.NeighbourhoodTable, ofSimilar, (*similar.Service).Neighbourhood)

	SimilarByLink = endpointOf(row{method: get, path: "/similar", need: access.Read, class: Costly, head: checksOnly,
		doc: doc{tag: "Similar", id: "similar", summary: "Papers similar to papers or to a text"},
	}, similar.Table, ofSimilar, (*similar.Service).Similar)

	Similar = endpointOf(row{method: post, path: "/similar", need: access.Read, class: Costly,
		doc: doc{tag: "Similar", id: "similarTo", summary: "Papers similar to papers or to a text", body: object("SimilarInput")},
	}, similar.Table, ofSimilar, (*similar.Service).Similar).with(&jsonBody[similar.Params]{limit: maxSimilarBody, isQuery: true})

	Between = endpointOf(row{method: get, path: "/between", need: access.Read, class: Costly, head: checksOnly,
		doc: doc{tag: "Similar", id: "between", summary: "Papers that lie between two",
			description: "Ranked by the lesser of a paper's similarities to a and to b, each of which is what /similar gives for a or b alone."},
	}, similar.BetweenTable, ofSimilar, (*similar.Service).Between)
)

// Reading lists.
var (
	Lists = plain(row{method: get, path: "/lists", need: access.Admin, action: audit.ListsReadAll,
		doc: doc{tag: "Lists", id: "lists", summary: "All reading lists, without their keys",
			description: "Paperboy stores keys as hashes. An administrator names a list by its id, and can give it new keys."},
	}, ofLists, (*lists.Service).All)

	CreateList = endpointOf(row{method: post, path: "/lists", forMakers: true, action: audit.ListsCreate,
		doc: doc{tag: "Lists", id: "createList", summary: "Make a reading list",
			description: "Its keys are in the answer. With ids it has those papers, all of them or none. Whether this needs a key with the scope lists is the server's choice (--lists). At most 10,000 lists of together 256 MiB; without such a key 60 lists at once and 10 an hour from one client, and 9,000 in all."},
	}, params.Table[NewList]{}, ofLists, createList).with(bodyOf(maxListBody, wireList, readList).orNone())

	PruneLists = endpointOf(row{method: del, path: "/lists", need: access.Admin, action: audit.ListsPrune,
		doc: doc{tag: "Lists", id: "pruneLists", summary: "Delete unused reading lists",
			description: "Those that were neither opened nor changed for unused_days and, with empty, have no papers. At least one of the two is needed."},
	}, lists.PruneTable, ofLists, (*lists.Service).Prune)

	List = ofList(row{method: get, path: "/lists/{key}", need: access.Read, class: Cheap,
		doc: doc{tag: "Lists", id: "list", summary: "A reading list with its papers",
			description: "The paper last added comes first. With the reading key there is no edit_key in the answer. A paper that was merged shows as what it became; one that was deleted is among gone."},
	}, lists.Table, (*lists.Service).Papers)

	RenameList = ofList(row{method: put, path: "/lists/{key}", need: access.ChangeList, action: audit.ListsChange,
		doc: doc{tag: "Lists", id: "renameList", summary: "Rename a reading list"},
	}, params.Table[string]{}, (*lists.Service).Rename).with(bodyOf(maxListBody, wireName, readName))

	DeleteList = ofList(row{method: del, path: "/lists/{key}", need: access.ChangeList, action: audit.ListsDelete,
		doc: doc{tag: "Lists", id: "deleteList", summary: "Delete a reading list", description: "The answer is the list as it was."},
	}, noParams, deleteList)

	AddToList = ofList(row{method: post, path: "/lists/{key}/papers", need: access.ChangeList, action: audit.ListsChange,
		doc: doc{tag: "Lists", id: "addToList", summary: "Put papers into a reading list",
			description: "Each is in the list once, at most 1,000 are. A note becomes that of all ids, also of those that were in the list already."},
	}, params.Table[ListAddition]{}, addToList).with(bodyOf(maxListBody, wireAddition, readAddition)).
		inParts(chunked(func(p *Keyed[ListAddition]) *idList { return &p.Params.IDs }), joinChanges)

	RemoveFromList = ofList(row{method: del, path: "/lists/{key}/papers", need: access.ChangeList, action: audit.ListsChange,
		doc: doc{tag: "Lists", id: "removeFromList", summary: "Take papers out of a reading list"},
	}, library.PapersTable, removeFromList).inParts(chunked(func(p *Keyed[library.IDs]) *idList { return &p.Params.IDs }), joinChanges)

	RenewListKey = ofList(row{method: post, path: "/lists/{key}/renew", need: access.ChangeList, action: audit.ListsRenew,
		doc: doc{tag: "Lists", id: "renewListKey", summary: "Give a reading list a new key", description: "The key that it had no longer opens anything."},
	}, params.Table[KeyKind]{}, renewListKey).with(bodyOf(maxListBody, wireKeyKind, readKeyKind))

	ExportList = &Download[Keyed[export.Format]]{input: newInput(row{method: get, path: "/lists/{key}/export", need: access.Read, class: Downloads,
		doc: doc{tag: "Lists", id: "exportList", summary: "The papers of a reading list as a file",
			description: "Notes are annote in BibTeX, N1 in RIS, note in the others.", answer: "The papers.", content: exportContent},
	}, keyed(lists.ExportTable), keyInPath[export.Format]()), open: exportList, describe: exportList}

	Recommendations = checkedBefore(ofList(row{method: get, path: "/lists/{key}/recommendations", need: access.Read, class: Costly, head: checksOnly,
		doc: doc{tag: "Lists", id: "listRecommendations", summary: "Papers similar to those of a reading list",
			description: "None of the list's own. With since, only what came in after that. At most the 100 papers last added are compared with; notices says so."},
	}, lists.RecommendTable, (*lists.Service).Recommend), func(s *Service, ctx context.Context, p Keyed[similar.Params]) error {
		_, err := s.Lists.List(ctx, p.Key)
		return err
	})
)
