package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"paperboy/api/fields"
	"paperboy/api/params"

	"paperboy/api/access"
	"paperboy/api/fair"
	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/index/assist"
	"paperboy/index/highlight"
	"paperboy/index/query"
	"paperboy/recommend"
)

// snippetLength is the longest snippet, in characters.
const snippetLength = 240

// Service is what Paperboy can do, without HTTP: the handlers of this package,
// the pages of package web and the commands call it. Package client does the
// same over HTTP, with the same methods.
//
// Errors are a *fault.Error, or become one by ProblemOf. All methods may be called
// concurrently. Make one with New.
type Service struct {
	Options
	reindexing sync.Mutex    // held by the one Reindex
	ingests    chan struct{} // holds one for each IngestFiles at work
	listMakers *fair.Limiters
	// goal is where the store was at the first Ready; caughtUp is set for good
	// once the index is there.
	goal     atomic.Uint64
	caughtUp atomic.Bool
}

// Options are the parts of a Service.
type Options struct {
	Store       store.Store
	Index       index.Engine
	Recommender *recommend.Recommender
	// Ingester makes the changes; without one every write is refused.
	Ingester Ingester
	// Files takes the papers of files; without one they are refused.
	Files FileIngester
	// Completer completes what is typed; without one nothing is.
	Completer index.Completer
	// Expander knows acronyms; without one there are none.
	Expander index.Expander
	// Trends tells what rises; without it nothing does.
	Trends index.Trends
	// Access knows who may do what; nil: nobody may change anything.
	Access *access.Access
	// Backups is the state of the regular backups; nil where there are none.
	Backups func() *BackupState
	// Version is Paperboy's own.
	Version string
	// TempDir takes a backup while it is being sent; empty: os.TempDir().
	TempDir string
	// Now is the clock; nil: time.Now.
	Now func() time.Time
}

// New makes a Service.
func New(o Options) *Service {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Access == nil {
		o.Access, _ = access.New(context.Background(), access.Options{}) // cannot fail without a store
	}
	return &Service{Options: o, ingests: make(chan struct{}, uploadsAtOnce()), listMakers: fair.NewLimiters(fair.Rate{PerSecond: listsAnHour / 3600., Burst: listBurst}, o.Now)}
}

// Search answers one search.
func (s *Service) Search(ctx context.Context, p SearchParams) (SearchAnswer, error) {
	start := s.Now()
	if err := searchTable.Validate(&p); err != nil {
		return SearchAnswer{}, err
	}
	found, err := s.find(ctx, p)
	if err != nil {
		return SearchAnswer{}, fmt.Errorf("search: %w", err)
	}
	request, result := found.Request, found.Result
	answer := SearchAnswer{
		Query:  QueryEcho{Text: p.Q, Parsed: request.Query.String(), Match: result.Match, All: allOf(result)},
		Total:  result.Total,
		Hits:   make([]Hit, 0, len(result.Hits)),
		Facets: result.Facets, Suggestion: found.Suggestion,
	}
	if answer.Query.Notices, err = s.notices(ctx, request.Query, result); err != nil {
		return SearchAnswer{}, fmt.Errorf("search: %w", err)
	}
	if answer.Facets == nil {
		answer.Facets = map[index.Facet][]index.Bucket{}
	}
	if result.More && len(result.Hits) > 0 {
		answer.NextCursor = encodeCursor(p, found.Corrected, result.Hits[len(result.Hits)-1].Key)
	}
	if found.Corrected != "" {
		answer.Query.Corrected, answer.Query.Original = found.Corrected, p.Q
		p.Q = found.Corrected
	}
	if p.Relax {
		answer.Relaxations = []Relaxation{}
	}
	if p.Relax && result.Total < assist.FewHits {
		relaxations, err := assist.Relax(ctx, s.Index, p.wording(), result.Total, result.Match, assist.RelaxTime-s.Now().Sub(start))
		if err != nil {
			return SearchAnswer{}, fmt.Errorf("search: %w", err)
		}
		for _, r := range relaxations {
			answer.Relaxations = append(answer.Relaxations, newRelaxation(r))
		}
	}
	if p.Also {
		if answer.Also, err = s.also(ctx, p, result.Total); err != nil {
			return SearchAnswer{}, fmt.Errorf("search: %w", err)
		}
	}
	numbers := make([]data.Number, len(result.Hits))
	for i, h := range result.Hits {
		numbers[i] = h.Number
	}
	papers, err := fields.LookUp(ctx, s.Store, numbers, p.Fields)
	if err != nil {
		return SearchAnswer{}, fmt.Errorf("search: %w", err)
	}
	marks := highlight.New(request.Query)
	var missing []data.Number
	for _, h := range result.Hits {
		paper, ok := papers[h.Number]
		if !ok {
			missing = append(missing, h.Number) // deleted, and the index is about to hear of it, or damaged
			continue
		}
		hit := Hit{ID: paper.ID, Score: h.Score, Paper: paper, Missing: h.Missing, Explanation: h.Explanation}
		if p.Highlight {
			hit.Highlights = &Highlights{Title: marks.Mark(paper.Title), Snippet: marks.Snippet(paper.Abstract, snippetLength), Authors: markAuthors(paper.Authors, result.Names)}
		}
		answer.Hits = append(answer.Hits, hit)
	}
	answer.Query.Notices = append(answer.Query.Notices, s.damagedNotices(missing)...)
	answer.TookMS = s.since(start)
	return answer, nil
}

// markAuthors are the authors that a query names, escaped and marked.
func markAuthors(authors []string, names []data.NameQuery) []string {
	var marked []string
	for _, author := range authors {
		if slices.ContainsFunc(names, func(n data.NameQuery) bool { return n.Means(author) }) {
			marked = append(marked, "<mark>"+html.EscapeString(author)+"</mark>")
		}
	}
	return marked
}

// find searches p. What was typed is corrected where p says so, but not further pages: a
// cursor says itself which text it continues.
func (s *Service) find(ctx context.Context, p SearchParams) (assist.Found, error) {
	request, corrected, err := p.resume()
	if err != nil {
		return assist.Found{}, err
	}
	if p.Spelling == SpellingOff || p.Cursor != "" {
		result, err := s.Index.Search(ctx, request)
		return assist.Found{Request: request, Result: result, Corrected: corrected}, err
	}
	return assist.Find(ctx, s.Index, request, p.wording())
}

// also are the searches for a part of the query or another name of it; never nil.
func (s *Service) also(ctx context.Context, p SearchParams, total int) ([]Also, error) {
	offers := []Also{}
	if s.Expander == nil {
		return offers, nil
	}
	found, err := assist.Alternatives(ctx, s.Index, s.Expander, p.wording(), total)
	for _, a := range found {
		offers = append(offers, Also(a))
	}
	return offers, err
}

// wording is what p asks for, in the words of the person.
func (p SearchParams) wording() assist.Search {
	return assist.Search{Text: p.Q, Typing: p.Typing, Match: cmp.Or(p.Match, index.MatchAuto), Filter: p.Filter}
}

// request is what the engine is asked for p as it was typed.
func (p SearchParams) request() (index.Request, error) {
	p.Cursor = ""
	r, _, err := p.resume()
	return r, err
}

// parse reads text as p says that it is meant.
func (p SearchParams) parse(text string) query.Query {
	if p.Typing {
		return query.ParseTyping(text)
	}
	return query.Parse(text)
}

// resume is what the engine is asked for p. Where its cursor continues a corrected text,
// it is asked for that.
func (p SearchParams) resume() (r index.Request, corrected string, err error) {
	r = index.Request{
		Query: p.parse(p.Q), Match: cmp.Or(p.Match, index.MatchAuto), Filter: p.Filter, Sort: cmp.Or(p.Sort, index.ByRelevance),
		Limit: p.Limit, Offset: p.Offset, Facets: p.Facets, FacetLimit: p.FacetLimit, FacetContains: p.FacetContains, Explain: p.Explain,
		NoPrior: p.Prior == Off,
	}
	if why := r.Query.Refused; why != "" {
		return r, "", fault.New(fault.TooComplex, "q", "%s Split it into several searches.", why)
	}
	if p.Cursor != "" {
		if r.After, corrected, err = decodeCursor(p); err != nil {
			return r, "", err
		}
		if corrected != "" {
			r.Query = p.parse(corrected)
		}
	}
	return r, corrected, nil
}

// Paper returns the paper that answers to id, with its sources. Its ID is the
// canonical one, perhaps another than was asked for.
func (s *Service) Paper(ctx context.Context, id data.ID) (data.Paper, error) {
	p, _, err := s.Store.Paper(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return p, fault.NoPaper(id)
	}
	if err != nil {
		return p, fmt.Errorf("paper %s: %w", id, err)
	}
	return p, nil
}

// Papers returns the papers that answer to at most MaxIDs ids, in their order.
func (s *Service) Papers(ctx context.Context, ids []data.ID) (PapersAnswer, error) {
	answer := PapersAnswer{Papers: []fields.Paper{}, Missing: []data.ID{}}
	if len(ids) > params.MaxIDs {
		return answer, fault.New(fault.TooManyValues, "ids", "%d ids, at most %d", len(ids), params.MaxIDs)
	}
	numbers, err := s.Store.Resolve(ctx, ids)
	if err != nil {
		return answer, fmt.Errorf("papers: %w", err)
	}
	var found []data.Number
	for _, n := range numbers {
		found = append(found, n)
	}
	papers, err := fields.LookUp(ctx, s.Store, found, nil)
	if err != nil {
		return answer, fmt.Errorf("papers: %w", err)
	}
	for _, id := range ids {
		if p, ok := papers[numbers[id]]; ok {
			answer.Papers = append(answer.Papers, p)
		} else {
			answer.Missing = append(answer.Missing, id)
		}
	}
	return answer, nil
}

// since is the milliseconds from start on, to a microsecond.
func (s *Service) since(start time.Time) float64 {
	return float64(s.Now().Sub(start).Microseconds()) / 1000
}
