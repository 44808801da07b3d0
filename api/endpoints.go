package api

import (
	"context"
	"net/http"

	"paperboy/api/access"
	"paperboy/api/export"
	"paperboy/api/feed"
	"paperboy/api/guard"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/data/audit"
)

const (
	get   = http.MethodGet
	post  = http.MethodPost
	put   = http.MethodPut
	del   = http.MethodDelete
	patch = http.MethodPatch
)

// endpoints is the whole API, in the order of its documentation. Each row makes the route, the
// OpenAPI operation and the call of package client. A new endpoint is a use case in the package
// of its noun, and a row here. If its answer is called like another package's, schemaNames tells
// the two apart in the OpenAPI document.
var endpoints = []endpoint{
	Search, Suggest, Rising, Grid, Receipt, Export,
	Days, Day, Week, Month, Trending, Calendar,
	AuthorProfile, VenueProfile, CategoryProfile,
	Papers, AddPapers, Add, DeletePapers, Ingest, Lookup, Paper, Observations, Cite, ReplacePaper, DeletePaper,
	Merges, MergePapers, Unmerge, NewestMerges,
	SimilarToPaper, Neighbourhood, Map, SimilarByLink, Similar, Between,
	Lists, CreateList, PruneLists, List, RenameList, DeleteList, AddToList, RemoveFromList, RenewListKey, ExportList, Recommendations,
	SearchFeed, SearchJSONFeed, DaysFeed, DaysJSONFeed, DayFeed, DayJSONFeed, WeekFeed, WeekJSONFeed, MonthFeed, MonthJSONFeed, TrendingFeed, TrendingJSONFeed,
	AuthorFeed, AuthorJSONFeed, VenueFeed, VenueJSONFeed, CategoryFeed, CategoryJSONFeed,
	ListFeed, ListJSONFeed, NewForListFeed, NewForListJSONFeed,
	Feeds, PutFeed,
	Subscribe, OpenSubscription, ConfirmSubscription, ChangeSubscription, Unsubscribe, Subscribers, EraseSubscriber, ReportBounce,
	Keys, CreateKey, RotateKey, RevokeKey,
	Reindex, Check, Backup, Stats, Healthz, Readyz, Metrics, OpenAPI,
}

// Searching.
var (
	Search = writtenBy(observed(endpointOf(row{method: get, path: "/search", need: access.Read, class: guard.BySearch, head: checksOnly,
		doc: doc{tag: "Search", id: "search", summary: "Search papers"},
	}, search.Table, ofSearch, (*search.Service).Search), func(h *handler, a *search.Answer) { h.metrics.Search(a.TookMS) }), search.AppendJSON)

	Suggest = endpointOf(row{method: get, path: "/suggest", need: access.Read, class: guard.Cheap, head: checksOnly,
		cache: "private, max-age=30", // deleting a letter and typing it again repeats a request
		doc: doc{tag: "Search", id: "suggest", summary: "Completions while typing",
			description: "Phrases that several titles share, authors and titles that complete the end of q, each also as a full query. After author: come authors, after title: phrases; other operators are not completed. If nothing matches, one typing error is corrected."},
	}, search.SuggestTable, ofSearch, (*search.Service).Suggest)

	Rising = endpointOf(row{method: get, path: "/rising", need: access.Read, class: guard.Cheap, head: checksOnly,
		doc: doc{tag: "Search", id: "rising", summary: "Phrases that are on the rise",
			description: "Phrases of titles, by their share of the titles of three months compared with that of the twelve months before. Papers whose month is unknown are not counted."},
	}, search.RisingTable, ofSearch, (*search.Service).Rising)

	Grid = endpointOf(row{method: get, path: "/grid", need: access.Read, class: guard.Costly, head: checksOnly,
		doc: doc{tag: "Search", id: "grid", summary: "A search by date and number of authors",
			description: "How many of the papers found have each date and number of authors. Filters by these two are ignored."},
	}, search.GridTable, ofSearch, (*search.Service).Grid)

	Receipt = endpointOf(row{method: get, path: "/receipt", need: access.Read, class: guard.Costly, head: checksOnly,
		doc: doc{tag: "Search", id: "receipt", summary: "A receipt of a search",
			description: "What a search found, with a digest of the ids, at an address that can be cited. A request for that address checks the receipt against what the search finds now."},
	}, search.ReceiptTable, ofSearch, (*search.Service).Receipt)

	Export = &Download[search.ExportParams]{input: newInput(row{method: get, path: "/export", need: access.Read, class: guard.Downloads, limit: long,
		doc: doc{tag: "Search", id: "export", summary: "All papers that a search finds",
			description: "cursor is ignored. JSONL includes a paper's sources, so that another Paperboy can import it. More than 2,000,000 papers are refused.",
			answer:      "The papers, streamed. If the connection breaks off, the file is incomplete.", content: exportContent,
			headers: map[string]any{totalHeader: map[string]any{"description": "How many papers there are.", "schema": map[string]any{"type": "integer"}}}},
	}, search.ExportTable), open: exportSearch, describe: describeExport}
)

// Recommending.
var (
	SimilarToPaper = ofPaper(row{method: get, path: "/papers/{id}/similar", need: access.Read, class: guard.Costly, head: checksOnly,
		doc: doc{tag: "Similar", id: "similarToPaper", summary: "Papers similar to a paper"},
	}, similar.Table, ofSimilar, (*similar.Service).ToPaper)

	Neighbourhood = ofPaper(row{method: get, path: "/papers/{id}/neighbourhood", need: access.Read, class: guard.Costly, head: checksOnly,
		doc: doc{tag: "Similar", id: "neighbourhood", summary: "The graph of a paper and those similar to it",
			description: "hits are those of /papers/{id}/similar. links connect papers, among these and the paper itself, whose texts are similar; every paper has one."},
	}, similar.NeighbourhoodTable, ofSimilar, (*similar.Service).Neighbourhood)

	Map = endpointOf(row{method: get, path: "/map", need: access.Read, class: guard.Costly, head: checksOnly,
		doc: doc{tag: "Similar", id: "map", summary: "The graph of some papers",
			description: "links connect those of the papers whose texts are similar, and together all papers that have a word in common."},
	}, similar.MapTable, ofSimilar, (*similar.Service).Map)

	SimilarByLink = endpointOf(row{method: get, path: "/similar", need: access.Read, class: guard.Costly, head: checksOnly,
		doc: doc{tag: "Similar", id: "similar", summary: "Papers similar to papers or to a text"},
	}, similar.Table, ofSimilar, (*similar.Service).Similar)

	Similar = endpointOf(row{method: post, path: "/similar", need: access.Read, class: guard.Costly,
		maxBody: maxSimilarBody, bodyIsQuery: true,
		doc: doc{tag: "Similar", id: "similarTo", summary: "Papers similar to papers or to a text", takes: object("SimilarInput")},
	}, similar.Table, ofSimilar, (*similar.Service).Similar)

	Between = endpointOf(row{method: get, path: "/between", need: access.Read, class: guard.Costly, head: checksOnly,
		doc: doc{tag: "Similar", id: "between", summary: "Papers between two",
			description: "Ranked by the smaller of a paper's similarities to a and to b, each computed as by /similar for a or b alone."},
	}, similar.BetweenTable, ofSimilar, (*similar.Service).Between)
)

// Reading lists.
var (
	Lists = plain(row{method: get, path: "/lists", need: access.Admin, action: audit.ListsReadAll,
		doc: doc{tag: "Lists", id: "lists", summary: "All reading lists, without their keys",
			description: "Paperboy stores only hashes of keys. An administrator refers to a list by its id, and can give it new keys."},
	}, ofLists, (*lists.Service).All)

	CreateList = endpointOf(row{method: post, path: "/lists", forMakers: true, action: audit.ListsCreate, maxBody: maxListBody, bodyOptional: true,
		doc: doc{tag: "Lists", id: "createList", summary: "Create a reading list",
			description: "The answer has its keys. With ids it gets those papers; if one is missing, no list is created. The server decides whether this needs a key with the scope lists (--lists). A server has at most 10,000 lists of 256 MiB together. Without such a key, a client may create 60 lists at once and 10 an hour, as long as the server has fewer than 9,000."},
	}, params.Table[lists.NewList]{}, ofLists, (*lists.Service).Create)

	PruneLists = endpointOf(row{method: del, path: "/lists", need: access.Admin, action: audit.ListsPrune,
		doc: doc{tag: "Lists", id: "pruneLists", summary: "Delete unused reading lists",
			description: "Deletes the lists that were neither opened nor changed for unused_days and, with empty, have no papers. At least one of the two parameters is required."},
	}, lists.PruneTable, ofLists, (*lists.Service).Prune)

	List = ofList(row{method: get, path: "/lists/{key}", need: access.Read, class: guard.Cheap,
		doc: doc{tag: "Lists", id: "list", summary: "A reading list with its papers",
			description: "The paper added last comes first. With the reading key, the answer has no edit_key. A merged paper appears as the paper it became part of; a deleted one is listed in gone."},
	}, lists.Table, (*lists.Service).Papers)

	RenameList = ofList(row{method: put, path: "/lists/{key}", need: access.ChangeList, action: audit.ListsChange, maxBody: maxListBody,
		doc: doc{tag: "Lists", id: "renameList", summary: "Rename a reading list"},
	}, params.Table[lists.Renaming]{}, (*lists.Service).Rename)

	DeleteList = ofList(row{method: del, path: "/lists/{key}", need: access.ChangeList, action: audit.ListsDelete,
		doc: doc{tag: "Lists", id: "deleteList", summary: "Delete a reading list", description: "The answer is the deleted list."},
	}, noParams, alone((*lists.Service).Delete))

	AddToList = ofList(row{method: post, path: "/lists/{key}/papers", need: access.ChangeList, action: audit.ListsChange, maxBody: maxListBody,
		doc: doc{tag: "Lists", id: "addToList", summary: "Add papers to a reading list",
			description: "Each paper is in the list once. A list has at most 1,000 papers. A note applies to all ids, including those that were in the list already."},
	}, params.Table[lists.Addition]{}, (*lists.Service).Add).
		inParts(chunked(func(p *Keyed[lists.Addition]) *[]data.ID { return (*[]data.ID)(&p.Params.IDs) }), joinChanges)

	RemoveFromList = ofList(row{method: del, path: "/lists/{key}/papers", need: access.ChangeList, action: audit.ListsChange,
		doc: doc{tag: "Lists", id: "removeFromList", summary: "Remove papers from a reading list"},
	}, library.PapersTable, removeFromList).inParts(chunked(func(p *Keyed[library.IDs]) *[]data.ID { return &p.Params.IDs }), joinChanges)

	RenewListKey = ofList(row{method: post, path: "/lists/{key}/renew", need: access.ChangeList, action: audit.ListsRenew, maxBody: maxListBody,
		doc: doc{tag: "Lists", id: "renewListKey", summary: "Give a reading list a new key", description: "The old key stops working."},
	}, params.Table[lists.Renewal]{}, (*lists.Service).RenewKey)

	ExportList = &Download[Keyed[export.Format]]{input: newInput(row{method: get, path: "/lists/{key}/export", need: access.Read, class: guard.Downloads,
		doc: doc{tag: "Lists", id: "exportList", summary: "The papers of a reading list as a file",
			description: "Your own notes are in the field annote of BibTeX and CSL-JSON, RN of RIS, and list_note of the other formats. They are not added to the papers when the file is added to a library.", answer: "The papers.", content: exportContent},
	}, keyed(lists.ExportTable), keyInPath[export.Format]()), open: exportList, describe: exportList}

	Recommendations = checkedBefore(ofList(row{method: get, path: "/lists/{key}/recommendations", need: access.Read, class: guard.Costly, head: checksOnly,
		doc: doc{tag: "Lists", id: "listRecommendations", summary: "Papers similar to those of a reading list",
			description: "Papers of the list are left out. With since, only papers added after that. Only the last 100 papers of the list are used; notices says so."},
	}, lists.RecommendTable, (*lists.Service).Recommend), func(s *Service, ctx context.Context, p Keyed[similar.Params]) error {
		_, err := s.Lists.List(ctx, p.Key)
		return err
	})
)

// Feeds, each in both formats.
var (
	SearchFeed, SearchJSONFeed         = searchFeed(feed.Atom), searchFeed(feed.JSON)
	ListFeed, ListJSONFeed             = feedOfList(feed.Atom), feedOfList(feed.JSON)
	NewForListFeed, NewForListJSONFeed = newForList(feed.Atom), newForList(feed.JSON)
)
