// Package audit keeps a record of who changed what: one JSON line for each act, in a file
// that only its owner can read.
//
// Whoever starts an act (a request, a command) puts it into a context by Begin. The use
// case that then changes something calls Note with the name of the act and the ids that it
// concerns. Whoever started the act ends it by Log.Write, with the outcome. An act that
// nobody noted changed nothing and is not recorded.
//
// The file is only ever appended to. Log.Reopen lets logrotate and its like move it away.
// The package decides nothing about who may do what: that is package access.
package audit

import (
	"context"
	"sync"
	"time"
)

// Action names an act.
type Action string

// The actions. Some of them change nothing, but only an administrator may do them.
const (
	PapersAdd      Action = "papers.add"
	PapersReplace  Action = "papers.replace"
	PapersDelete   Action = "papers.delete"
	PapersMerge    Action = "papers.merge"
	PapersUnmerge  Action = "papers.unmerge"
	FeedsPut       Action = "feeds.put"
	ListsCreate    Action = "lists.create"
	ListsChange    Action = "lists.change"
	ListsRenew     Action = "lists.renew"
	ListsPrune     Action = "lists.prune"
	ListsDelete    Action = "lists.delete"
	ListsReadAll   Action = "lists.read_all"
	IndexRebuild   Action = "index.rebuild"
	LibraryCheck   Action = "library.check"
	LibraryBackup  Action = "library.backup"
	LibraryRestore Action = "library.restore"
	KeysCreate     Action = "keys.create"
	KeysRead       Action = "keys.read"
	KeysRotate     Action = "keys.rotate"
	KeysRevoke     Action = "keys.revoke"
	ConfigReload   Action = "config.reload"
	SignIn         Action = "sign_in"
)

// maxIDs is how many ids a line of the log names. The others are counted.
const maxIDs = 20

// Entry is one act as the log has it.
type Entry struct {
	Time   time.Time `json:"time"`
	Action Action    `json:"action"`
	// ActorKind is anonymous, token, key, local (a command that had the data folder to
	// itself) or server (what the server does by itself).
	ActorKind string `json:"actor_kind"`
	// Actor is the id of a key, the system's user name of a local command, or what part of
	// the server acted; empty for the others. ActorName is the name of a key.
	Actor     string `json:"actor,omitempty"`
	ActorName string `json:"actor_name,omitempty"`
	// Address is the client's IP address, empty for local commands and the server.
	Address   string `json:"address,omitempty"`
	RequestID string `json:"request_id,omitempty"`
	// IDs are the first of the Count papers, keys or lists that were concerned.
	IDs   []string `json:"ids,omitempty"`
	Count int      `json:"count,omitempty"`
	// Status is that of the answer over HTTP, 0 for a command and for the server.
	Status int `json:"status,omitempty"`
	// Outcome is done, or the code of the error; "failed" where it has no code.
	Outcome string  `json:"outcome"`
	MS      float64 `json:"ms"`
}

// Done is the Outcome of an act that succeeded.
const Done = "done"

// Act is what a use case says about what it does. A nil Act takes everything and keeps
// nothing. All methods may be called concurrently.
type Act struct {
	began time.Time

	mu     sync.Mutex // guards what follows
	action Action
	ids    []string
	count  int
}

type actKey struct{}

// Begin returns a context with a new act in it. It hides an act that ctx already has.
func Begin(ctx context.Context) (context.Context, *Act) {
	a := &Act{began: time.Now()}
	return context.WithValue(ctx, actKey{}, a), a
}

// Without returns a context without an act.
func Without(ctx context.Context) context.Context {
	return context.WithValue(ctx, actKey{}, (*Act)(nil))
}

// From returns the act that ctx has, nil for none.
func From(ctx context.Context) *Act {
	a, _ := ctx.Value(actKey{}).(*Act)
	return a
}

// Note says what the act of ctx is, and adds ids that it concerns. The first action counts.
func Note[T ~string](ctx context.Context, action Action, ids ...T) {
	a := From(ctx)
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.action == "" {
		a.action = action
	}
	a.count += len(ids)
	for _, id := range ids[:min(len(ids), maxIDs-len(a.ids))] {
		a.ids = append(a.ids, string(id))
	}
}

// Count adds to the number of things that the act of ctx concerns and that have no ids.
func Count(ctx context.Context, n int) {
	if a := From(ctx); a != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.count += n
	}
}

// Entry completes e with what was noted. It returns false where nothing was.
func (a *Act) Entry(e Entry) (Entry, bool) {
	if a == nil {
		return e, false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	e.Time, e.MS = a.began.UTC(), float64(time.Since(a.began).Microseconds())/1000
	if a.action != "" {
		e.Action, e.IDs, e.Count = a.action, a.ids, a.count
	}
	return e, a.action != ""
}
