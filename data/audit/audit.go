// Package audit records who changed what: one JSON line for each act, in a file that only
// its owner can read.
//
// A request or command that may change something calls Begin, which puts an Act into its
// context. The use case that makes the change calls Note with an Action and the ids it
// affects. When the request ends, its handler completes the Act with the outcome and
// passes it to Log.Write. An Act without a Note changed nothing and is not recorded.
//
// The file is only appended to. Log.Reopen lets logrotate and similar programs move it
// away. The package does not decide who may do what: package access does.
package audit

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"paperboy/data/figures"
)

// An Action says what was done.
type Action string

// The actions. Some change nothing but need an administrator.
const (
	PapersAdd       Action = "papers.add"
	PapersReplace   Action = "papers.replace"
	PapersDelete    Action = "papers.delete"
	PapersMerge     Action = "papers.merge"
	PapersUnmerge   Action = "papers.unmerge"
	FeedsPut        Action = "feeds.put"
	ListsCreate     Action = "lists.create"
	ListsChange     Action = "lists.change"
	ListsRenew      Action = "lists.renew"
	ListsPrune      Action = "lists.prune"
	ListsDelete     Action = "lists.delete"
	ListsReadAll    Action = "lists.read_all"
	IndexRebuild    Action = "index.rebuild"
	LibraryCheck    Action = "library.check"
	LibraryBackup   Action = "library.backup"
	LibraryRestore  Action = "library.restore"
	KeysCreate      Action = "keys.create"
	KeysRead        Action = "keys.read"
	KeysRotate      Action = "keys.rotate"
	KeysRevoke      Action = "keys.revoke"
	MailSubscribe   Action = "mail.subscribe"
	MailConfirm     Action = "mail.confirm"
	MailChange      Action = "mail.change"
	MailUnsubscribe Action = "mail.unsubscribe"
	MailBounce      Action = "mail.bounce"
	MailReadAll     Action = "mail.read_all"
	MailErase       Action = "mail.erase"
	ConfigReload    Action = "config.reload"
	SignIn          Action = "sign_in"
)

// maxIDs is the maximum number of ids in a line of the log. Count includes the rest.
const maxIDs = 20

// An Entry is one line of the log.
type Entry struct {
	Time   time.Time `json:"time"`
	Action Action    `json:"action"`
	// ActorKind is anonymous, token, key, local (a command that used the data folder
	// directly) or server (a background job of the server).
	ActorKind string `json:"actor_kind"`
	// Actor is the id of an API key, the user who ran a local command, or the name of a
	// background job; otherwise empty. ActorName is the name of the key.
	Actor     string `json:"actor,omitempty"`
	ActorName string `json:"actor_name,omitempty"`
	// Address is the client's IP address, empty for local commands and the server.
	Address   string `json:"address,omitempty"`
	RequestID string `json:"request_id,omitempty"`
	// Count is the number of papers, keys or lists affected, IDs the first of them.
	IDs   []string `json:"ids,omitempty"`
	Count int      `json:"count,omitempty"`
	// Status is the HTTP status of the response, 0 for commands and background jobs.
	Status int `json:"status,omitempty"`
	// Outcome is Done, the code of the error, or "failed" for an error without a code.
	Outcome string  `json:"outcome"`
	MS      float64 `json:"ms"`
}

// Affected returns the first three IDs and how many more were affected, or only Count if there are
// no IDs.
func (e *Entry) Affected() string {
	shown := e.IDs[:min(len(e.IDs), 3)]
	switch more := e.Count - len(shown); {
	case len(shown) == 0:
		return figures.Count(e.Count, "record")
	case more > 0:
		return fmt.Sprintf("%s and %s more", strings.Join(shown, " "), figures.Thousands(more))
	}
	return strings.Join(shown, " ")
}

// Done is the Outcome of an act that succeeded.
const Done = "done"

// An Act collects what a use case reports about its changes. A nil Act ignores reports.
// Its methods may be called concurrently.
type Act struct {
	began time.Time

	mu     sync.Mutex // guards the fields below
	action Action
	ids    []string
	count  int
}

type actKey struct{}

// Begin returns a copy of ctx with a new Act, which replaces any that ctx has.
func Begin(ctx context.Context) (context.Context, *Act) {
	a := &Act{began: time.Now()}
	return context.WithValue(ctx, actKey{}, a), a
}

// Without returns a copy of ctx without an Act.
func Without(ctx context.Context) context.Context {
	return context.WithValue(ctx, actKey{}, (*Act)(nil))
}

// From returns the Act of ctx, or nil if it has none.
func From(ctx context.Context) *Act {
	a, _ := ctx.Value(actKey{}).(*Act)
	return a
}

// Note sets the action of ctx's Act, unless an earlier call did, and adds affected ids.
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

// Count adds n to the number of affected things of ctx's Act, for things without ids.
func Count(ctx context.Context, n int) {
	if a := From(ctx); a != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.count += n
	}
}

// Entry returns e completed with the time, duration, action and ids of the Act. It reports
// whether Note was called.
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
