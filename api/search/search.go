package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"paperboy/api/fault"
	"paperboy/api/fields"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
	"paperboy/index/assist"
	"paperboy/index/highlight"
	"paperboy/index/query"
)

// snippetLength is the maximum length of a snippet, in characters.
const snippetLength = 240

// Search finds papers.
func (s *Service) Search(ctx context.Context, p Params) (Answer, error) {
	start := s.Now()
	if err := Table.Validate(&p); err != nil {
		return Answer{}, err
	}
	found, err := s.find(ctx, p)
	if err != nil {
		return Answer{}, fmt.Errorf("search: %w", err)
	}
	return s.answer(ctx, p, found, start)
}

// answer makes the answer to p of what was found. The search began at start.
func (s *Service) answer(ctx context.Context, p Params, found assist.Found, start time.Time) (Answer, error) {
	result := found.Result
	answer := Answer{
		Query:  Echo{Text: p.Q, Parsed: found.Query.String(), Match: result.Match, All: allOf(result)},
		Total:  result.Total,
		Facets: result.Facets, Suggestion: found.Suggestion, Calendar: result.Calendar,
	}
	var err error
	if answer.Query.Notices, err = s.notices(ctx, found.Query, result); err != nil {
		return Answer{}, fmt.Errorf("search: %w", err)
	}
	answer.Facets = labelled(answer.Facets)
	if result.More && len(result.Hits) > 0 {
		answer.NextCursor = encodeCursor(p, position{result.Hits[len(result.Hits)-1].Key, found.Today, found.Corrected})
	}
	if found.Corrected != "" {
		answer.Query.Corrected, answer.Query.Original = found.Corrected, p.Q
		p.Q = found.Corrected
	}
	if err := s.assist(ctx, p, result, start, &answer); err != nil {
		return Answer{}, fmt.Errorf("search: %w", err)
	}
	if err := s.addHits(ctx, p, found, &answer); err != nil {
		return Answer{}, fmt.Errorf("search: %w", err)
	}
	answer.TookMS = figures.Milliseconds(s.Now().Sub(start))
	return answer, nil
}

// labelled returns facets with labels, and never nil.
func labelled(facets map[index.Facet][]index.Bucket) map[index.Facet][]index.Bucket {
	all := make(map[index.Facet][]index.Bucket, len(facets))
	for f, buckets := range facets {
		all[f] = buckets
		if info := f.Info(); info != nil && info.Name != nil {
			all[f] = append([]index.Bucket{}, buckets...)
			for i := range all[f] {
				all[f][i].Label = info.Name(all[f][i].Value)
			}
		}
	}
	return all
}

// assist adds the relaxations and the other names that p asks for, and notices of what no paper has.
func (s *Service) assist(ctx context.Context, p Params, result index.Result, start time.Time, answer *Answer) (err error) {
	left := func() time.Duration { return assist.RelaxTime - s.Now().Sub(start) }
	if p.Relax {
		answer.Relaxations = []Relaxation{}
	}
	if p.Relax && (result.Total < assist.FewHits || result.Match == index.MatchMost && result.All == 0) {
		absent, err := assist.Absent(ctx, s.Index, p.wording(), left())
		if err != nil {
			return fmt.Errorf("find what no paper has: %w", err)
		}
		if len(absent) > 0 {
			answer.Query.Notices = append(answer.Query.Notices, absentNotice(absent))
			answer.Query.Absent = absentWords(absent)
		}
	}
	if p.Relax && result.Total < assist.FewHits {
		relaxations, err := assist.Relax(ctx, s.Index, p.wording(), result.Total, result.Match, left())
		if err != nil {
			return err
		}
		for _, r := range relaxations {
			answer.Relaxations = append(answer.Relaxations, newRelaxation(r))
		}
	}
	if p.Also {
		answer.Also, err = s.also(ctx, p, result.Total)
	}
	return err
}

// addHits adds the hits with their papers, except those deleted since the index last followed the
// store, and notices of those whose record is damaged.
func (s *Service) addHits(ctx context.Context, p Params, found assist.Found, answer *Answer) error {
	answer.Hits = make([]Hit, 0, len(found.Hits))
	numbers := make([]data.Number, len(found.Hits))
	for i, h := range found.Hits {
		numbers[i] = h.Number
	}
	papers, err := fields.LookUp(ctx, s.Store, numbers, p.Fields)
	if err != nil {
		return err
	}
	marks := highlight.New(found.Query)
	named := slices.Concat(found.Names, filteredNames(p.Filter))
	var missing []data.Number
	for _, h := range found.Hits {
		paper, ok := papers[h.Number]
		if !ok {
			missing = append(missing, h.Number)
			continue
		}
		hit := Hit{ID: paper.ID, Score: h.Score, Paper: paper, Missing: h.Missing, Explanation: h.Explanation}
		if p.Highlight {
			hit.Highlights = &Highlights{Title: marks.Mark(paper.Title), Snippet: marks.Snippet(paper.Abstract, snippetLength), Authors: markAuthors(paper.Authors, named)}
		}
		answer.Hits = append(answer.Hits, hit)
	}
	answer.Query.Notices = append(answer.Query.Notices, s.damagedNotices(missing)...)
	return nil
}

// find runs the search of p. It corrects the query if p asks for that and has no cursor; a cursor
// holds the text that it continues, corrected or not.
func (s *Service) find(ctx context.Context, p Params) (assist.Found, error) {
	request, corrected, err := p.resume(s.today())
	if err != nil {
		return assist.Found{}, err
	}
	return s.run(ctx, p, request, corrected)
}

// run runs a request of p, for a query that was corrected before unless corrected is empty.
func (s *Service) run(ctx context.Context, p Params, request index.Request, corrected string) (assist.Found, error) {
	if p.Spelling == SpellingOff || p.Cursor != "" {
		result, err := s.Index.Search(ctx, request)
		return assist.Found{Request: request, Result: result, Corrected: corrected}, err
	}
	return assist.Find(ctx, s.Index, request, p.wording())
}

// also returns searches in which a part of the query may also match another name of it: the
// expansion of an acronym, or an acronym. The slice is never nil.
func (s *Service) also(ctx context.Context, p Params, total int) ([]Also, error) {
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

// wording returns the search of p as the person worded it.
func (p Params) wording() assist.Search {
	return assist.Search{Text: p.Q, Typing: p.Typing, Match: cmp.Or(p.Match, index.MatchAuto), Filter: p.Filter}
}

// today is the day in UTC.
func (s *Service) today() data.Date { return data.DateOf(s.Now()) }

// request returns the engine's request for p as typed on a day, ignoring its cursor.
func (p Params) request(today data.Date) (index.Request, error) {
	p.Cursor = ""
	r, _, err := p.resume(today)
	return r, err
}

// parse parses text as a query, complete or still being typed, depending on p.Typing.
func (p Params) parse(text string) query.Query {
	if p.Typing {
		return query.ParseTyping(text)
	}
	return query.Parse(text)
}

// resume returns the engine's request for p on a day. If p has a cursor, the request is for the day
// of the cursor and, if that continues a corrected query, for that query, which resume also
// returns.
func (p Params) resume(today data.Date) (r index.Request, corrected string, err error) {
	r = index.Request{
		Query: p.parse(p.Q), Match: cmp.Or(p.Match, index.MatchAuto), Filter: p.Filter, Sort: cmp.Or(p.Sort, index.ByRelevance),
		Limit: p.Limit, Offset: p.Offset, Facets: p.Facets, FacetLimit: p.FacetLimit, FacetContains: p.FacetContains, Explain: p.Explain,
		NoPrior: p.Prior == Off, Today: today, Calendar: p.Calendar,
	}
	if why := r.Query.Refused; why != "" {
		return r, "", fault.New(fault.TooComplex, "q", "%s Split it into several searches.", why)
	}
	if p.Cursor != "" {
		at, err := decodeCursor(p)
		if err != nil {
			return r, "", err
		}
		r.After, r.Today, corrected = &at.after, at.today, at.corrected
		if corrected != "" {
			r.Query = p.parse(corrected)
		}
	}
	return r, corrected, nil
}

// allOf returns the value of [Echo].All: how many papers have all words of the query, or nil if
// the search did not match most of them or the number is not known.
func allOf(r index.Result) *int {
	if r.Match != index.MatchMost || r.All < 0 {
		return nil
	}
	return &r.All
}

// damagedNotices returns a notice for each of the missing papers whose record is damaged.
func (s *Service) damagedNotices(missing []data.Number) (notices []string) {
	for _, q := range s.Store.Damaged(missing) {
		notices = append(notices, fmt.Sprintf("%s was found and is left out: its record is damaged. The server's owner can mend it with 'paperboy check --repair'.", q.ID))
	}
	return notices
}
