package api

import (
	"context"
	"io"
	"time"

	"paperboy/data"
)

// UseCases are what can be asked of Paperboy from inside and from outside: *Service
// answers from the data folder, *client.Client from the server that has it open. The
// two answer alike, errors included, and may be called concurrently.
type UseCases interface {
	Search(context.Context, SearchParams) (SearchAnswer, error)
	Grid(context.Context, SearchParams) (GridAnswer, error)
	Suggest(context.Context, SuggestParams) (SuggestAnswer, error)
	Rising(context.Context, RisingParams) (RisingAnswer, error)
	Paper(context.Context, data.ID) (data.Paper, error)
	Papers(context.Context, []data.ID) (PapersAnswer, error)
	Similar(context.Context, SimilarParams) (SimilarAnswer, error)
	Between(context.Context, BetweenParams) (BetweenAnswer, error)
	Export(context.Context, SearchParams, Format, io.Writer) error
	Receipt(context.Context, ReceiptParams) (ReceiptAnswer, error)
	Stats(context.Context) (StatsAnswer, error)
	Feeds(context.Context) (FeedsAnswer, error)
	AddPapers(context.Context, io.Reader, AddParams) (AddAnswer, error)
	ReplacePaper(context.Context, data.ID, data.Paper) (ReplaceAnswer, error)
	DeletePapers(context.Context, Deletion) (DeleteAnswer, error)
	Merges(context.Context, data.ID) (MergesAnswer, error)
	NewestMerges(context.Context, MergesParams) (MergesAnswer, error)
	MergePapers(ctx context.Context, id, other data.ID) (MergedAnswer, error)
	Unmerge(context.Context, data.ID, MergeNumber) (UnmergeAnswer, error)
	CreateList(context.Context, string, []data.ID) (List, error)
	Lists(context.Context) (ListsAnswer, error)
	ListPapers(context.Context, ListKey, ListParams) (ListAnswer, error)
	RenameList(context.Context, ListKey, string) (List, error)
	AddToList(context.Context, ListKey, []data.ID, *string) (ListChange, error)
	RemoveFromList(context.Context, ListKey, []data.ID) (ListChange, error)
	RenewListKey(context.Context, ListKey, bool) (List, error)
	DeleteList(context.Context, ListKey) (List, error)
	PruneLists(context.Context, PruneParams) (PruneAnswer, error)
	ExportList(context.Context, ListKey, Format, io.Writer) error
	RecommendFor(context.Context, ListKey, SimilarParams) (RecommendationsAnswer, error)
	CreateKey(context.Context, KeySpec) (KeySecret, error)
	Keys(context.Context) (KeysAnswer, error)
	RotateKey(ctx context.Context, id string, grace time.Duration) (KeySecret, error)
	RevokeKey(ctx context.Context, id string) (APIKey, error)
	Reindex(context.Context) (ReindexAnswer, error)
	Check(context.Context) (CheckAnswer, error)
	Backup(context.Context, io.Writer) error
}

var _ UseCases = (*Service)(nil)
