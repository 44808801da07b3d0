package lists

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"paperboy/api/access"
	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/store"
)

// Limits of reading lists.
const (
	MaxLists  = store.MaxLists  // lists of a server
	MaxPapers = store.MaxListed // papers of a list
	MaxName   = 200             // characters
	MaxNote   = 1_000           // characters
)

// DefaultName is the name of a list that was created without one.
const DefaultName = "Reading list"

// Key opens a reading list. Whoever has its reading key may read the list; whoever has its editing
// key may also change it.
type Key = store.ListKey

// listID returns the name of a list in the audit log, which must not contain its keys.
func listID(l store.List) data.ID { return data.ID(fmt.Sprintf("list:%d", l.Number)) }

// All returns all lists, the most recently updated first, without their keys, which the store does
// not know. It is for administrators, who can open a list by its ID.
func (s *Service) All(ctx context.Context) (AllAnswer, error) {
	audit.Note[string](ctx, audit.ListsReadAll)
	lists, err := s.Store.Lists(ctx)
	answer := AllAnswer{Lists: make([]List, len(lists))}
	for i, l := range lists {
		answer.Lists[i] = newList(l)
	}
	return answer, err
}

// List returns the list that a key opens, without its papers.
func (s *Service) List(ctx context.Context, key Key) (List, error) {
	l, err := s.open(ctx, key)
	return newList(l), err
}

// Papers returns the list that a key opens, with its papers, the most recently added first.
func (s *Service) Papers(ctx context.Context, key Key, p Params) (Answer, error) {
	if err := Table.Validate(&p); err != nil {
		return Answer{}, err
	}
	l, listed, err := s.listed(ctx, key)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{List: newList(l), Papers: []ListedPaper{}, Gone: []GonePaper{}}
	var live []store.Listed
	for _, entry := range listed {
		if entry.Gone {
			answer.Gone = append(answer.Gone, GonePaper{ID: entry.ID, Added: entry.Added, Note: entry.Note})
		} else {
			live = append(live, entry)
		}
	}
	answer.Total = len(live)
	live = live[min(p.Offset, len(live)):]
	live = live[:min(p.Limit, len(live))]
	papers, err := fields.LookUp(ctx, s.Store, numbersOf(live), p.Fields)
	if err != nil {
		return Answer{}, fmt.Errorf("read list: %w", err)
	}
	for _, entry := range live {
		if paper, ok := papers[entry.Number]; ok {
			answer.Papers = append(answer.Papers, ListedPaper{ID: paper.ID, Paper: paper, Added: entry.Added, Note: entry.Note})
		}
	}
	return answer, nil
}

// open returns the list that key opens. An administrator may use the list's ID as the key.
func (s *Service) open(ctx context.Context, key Key) (store.List, error) {
	if number, ok := numberOf(ctx, key); ok {
		return s.Store.ListNumbered(ctx, number)
	}
	return s.Store.List(ctx, key)
}

// openTx is open within a transaction.
func openTx(ctx context.Context, tx store.Tx, key Key) (store.List, error) {
	if number, ok := numberOf(ctx, key); ok {
		return tx.ListNumbered(number)
	}
	return tx.List(key)
}

// numberOf returns the number of a list if key is a list's ID and the caller is an administrator.
func numberOf(ctx context.Context, key Key) (store.ListNumber, bool) {
	number, err := strconv.ParseUint(string(key), 10, 32) // a key is longer than any number
	return store.ListNumber(number), err == nil && access.From(ctx).May(store.ScopeAdmin)
}

// usePrecision is the precision of the time when a list was last used. It is not written more often
// than that.
const usePrecision = 24 * time.Hour

// listed returns the list that a key opens and its entries, and records that the list was used.
func (s *Service) listed(ctx context.Context, key Key) (store.List, []store.Listed, error) {
	l, err := s.open(ctx, key)
	if err != nil {
		return l, nil, err
	}
	if s.Now().Sub(l.Used) > usePrecision {
		// The error is ignored: a list can be read even if nothing can be written.
		_ = s.Store.Update(ctx, func(tx store.Tx) error { return tx.UseList(l.Number) })
	}
	listed, err := s.Store.Listed(ctx, l.Number)
	return l, listed, err
}

func numbersOf(listed []store.Listed) []data.Number {
	numbers := make([]data.Number, len(listed))
	for i, entry := range listed {
		numbers[i] = entry.Number
	}
	return numbers
}

// Among reports which of the ids belong to papers of the list that a key opens.
func (s *Service) Among(ctx context.Context, key Key, ids []data.ID) (map[data.ID]bool, error) {
	l, err := s.open(ctx, key)
	if err != nil {
		return nil, err
	}
	return s.Store.AmongListed(ctx, l.Number, ids)
}

func newList(l store.List) List {
	return List{ID: l.Number, Name: l.Name, EditKey: l.EditKey, ReadKey: l.ReadKey, Created: l.Created, Updated: l.Updated, Total: l.Papers}
}

// Params are the parameters of GET /lists/{key}.
type Params struct {
	Limit, Offset int
	// Fields are the fields of each paper to return, from fields.Names. If nil, they are
	// fields.Default: all except observations and sources.
	Fields []string
}

// Table has the parameters of GET /lists/{key}.
var Table = params.Table[Params]{
	Rows: []params.Param[Params]{
		params.Int("limit", "How many papers.", 0, MaxPapers, func(p *Params) *int { return &p.Limit }),
		params.Int("offset", "How many papers to skip.", 0, MaxPapers, func(p *Params) *int { return &p.Offset }),
		fields.Param(func(p *Params) *[]string { return &p.Fields }),
	},
	Defaults: Params{Limit: MaxPapers},
}

// URLValues returns the parameters that Table reads as p, without those that have their default.
func (p Params) URLValues() url.Values { return Table.Values(&p) }
