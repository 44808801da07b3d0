package api

import (
	"context"
	"io"
	"time"

	"paperboy/api/export"
	"paperboy/api/lists"
	"paperboy/api/search"
	"paperboy/api/similar"

	"paperboy/data"
)

// UseCases are what can be asked of Paperboy from inside and from outside: *Service
// answers from the data folder, *client.Client from the server that has it open. The
// two answer alike, errors included, and may be called concurrently.
type UseCases interface {
	Search(context.Context, search.Params) (search.Answer, error)
	Grid(context.Context, search.Params) (search.GridAnswer, error)
	Suggest(context.Context, search.SuggestParams) (search.SuggestAnswer, error)
	Rising(context.Context, search.RisingParams) (search.RisingAnswer, error)
	Paper(context.Context, data.ID) (data.Paper, error)
	Papers(context.Context, []data.ID) (PapersAnswer, error)
	Similar(context.Context, similar.Params) (similar.Answer, error)
	Between(context.Context, similar.BetweenParams) (similar.BetweenAnswer, error)
	Export(context.Context, search.Params, export.Format, io.Writer) error
	Receipt(context.Context, search.ReceiptParams) (search.ReceiptAnswer, error)
	Stats(context.Context) (StatsAnswer, error)
	Feeds(context.Context) (FeedsAnswer, error)
	AddPapers(context.Context, io.Reader, AddParams) (AddAnswer, error)
	ReplacePaper(context.Context, data.ID, data.Paper) (ReplaceAnswer, error)
	DeletePapers(context.Context, Deletion) (DeleteAnswer, error)
	Merges(context.Context, data.ID) (MergesAnswer, error)
	NewestMerges(context.Context, MergesParams) (MergesAnswer, error)
	MergePapers(ctx context.Context, id, other data.ID) (MergedAnswer, error)
	Unmerge(context.Context, data.ID, MergeNumber) (UnmergeAnswer, error)
	CreateList(context.Context, string, []data.ID) (lists.List, error)
	Lists(context.Context) (lists.AllAnswer, error)
	ListPapers(context.Context, lists.Key, lists.Params) (lists.Answer, error)
	RenameList(context.Context, lists.Key, string) (lists.List, error)
	AddToList(context.Context, lists.Key, []data.ID, *string) (lists.Change, error)
	RemoveFromList(context.Context, lists.Key, []data.ID) (lists.Change, error)
	RenewListKey(context.Context, lists.Key, bool) (lists.List, error)
	DeleteList(context.Context, lists.Key) (lists.List, error)
	PruneLists(context.Context, lists.PruneParams) (lists.PruneAnswer, error)
	ExportList(context.Context, lists.Key, export.Format, io.Writer) error
	RecommendFor(context.Context, lists.Key, similar.Params) (lists.Recommendations, error)
	CreateKey(context.Context, KeySpec) (KeySecret, error)
	Keys(context.Context) (KeysAnswer, error)
	RotateKey(ctx context.Context, id string, grace time.Duration) (KeySecret, error)
	RevokeKey(ctx context.Context, id string) (APIKey, error)
	Reindex(context.Context) (ReindexAnswer, error)
	Check(context.Context) (CheckAnswer, error)
	Backup(context.Context, io.Writer) error
}

var _ UseCases = (*Service)(nil)
