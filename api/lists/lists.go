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

// Caps of reading lists, beside those of the store on how many there are.
const (
	MaxLists  = store.MaxLists
	MaxPapers = store.MaxListed
	MaxName   = 200   // characters
	MaxNote   = 1_000 // characters
)

// DefaultListName is that of a list which was given none.
const DefaultName = "Reading list"

// ListKey opens a reading list: whoever has it may read the list, or change it.
type Key = store.ListKey

// listID names a list in the audit log, which must not have its keys.
func listID(l store.List) data.ID { return data.ID(fmt.Sprintf("list:%d", l.Number)) }

// All returns all lists without their keys, which a store does not know, the one last
// updated first. It is for administrators, who name a list by its ID.
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

// Papers returns the list that a key opens with its papers, the one last
// added first.
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

// open returns the list that a key opens, or an administrator's ID of one.
func (s *Service) open(ctx context.Context, key Key) (store.List, error) {
	if number, ok := numberOf(ctx, key); ok {
		return s.Store.ListNumbered(ctx, number)
	}
	return s.Store.List(ctx, key)
}

// openTx is open within an Update.
func openTx(ctx context.Context, tx store.Tx, key Key) (store.List, error) {
	if number, ok := numberOf(ctx, key); ok {
		return tx.ListNumbered(number)
	}
	return tx.List(key)
}

// numberOf is the number of a list that an administrator names by its ID.
func numberOf(ctx context.Context, key Key) (store.ListNumber, bool) {
	number, err := strconv.ParseUint(string(key), 10, 32) // no key has so few characters
	return store.ListNumber(number), err == nil && access.From(ctx).May(store.ScopeAdmin)
}

// useAfter is how long after its last use the use of a list is noted again.
const useAfter = 24 * time.Hour

// listed reads a list and its papers, and notes that the list was used.
func (s *Service) listed(ctx context.Context, key Key) (store.List, []store.Listed, error) {
	l, err := s.open(ctx, key)
	if err != nil {
		return l, nil, err
	}
	if s.Now().Sub(l.Used) > useAfter {
		// A list can be read where nothing can be written.
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

// Among returns those of ids that answer to a paper of the list that a key
// opens.
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

// ListParams say how much of a list is wanted.
type Params struct {
	Limit, Offset int
	// Fields are the fields of PaperFieldNames wanted; nil: all but sources.
	Fields []string
}

var Table = params.Table[Params]{
	Rows: []params.Param[Params]{
		params.Int("limit", "How many papers.", 0, MaxPapers, func(p *Params) *int { return &p.Limit }),
		params.Int("offset", "How many papers to skip.", 0, MaxPapers, func(p *Params) *int { return &p.Offset }),
		fields.Param(func(p *Params) *[]string { return &p.Fields }),
	},
	Defaults: Params{Limit: MaxPapers},
}

// URLValues are the parameters that ask for p, defaults left out.
func (p Params) URLValues() url.Values { return Table.Values(&p) }
