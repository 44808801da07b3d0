package alerts

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/recommend"
)

const (
	// MaxShown is the maximum number of papers in a section of an email.
	MaxShown = 20
	// maxFresh is the maximum number of papers that are read of one search, best first.
	maxFresh = 1_000
	// maxAlike is the same for a list. Recommendations get worse quickly.
	maxAlike = 100
	// minAlike is the score from which on a new paper is like those of a list. Without such a
	// limit the nearest of a day's papers would be in the email however far they are.
	minAlike = .1
	// featuredDays is how many days after its day a paper of a daily list may become known to the
	// library and still be news. Lists grow during their day, and fetching fails now and then.
	featuredDays = 7
)

// found are papers that a subject had when it was evaluated for papers after a window, in order.
type found struct {
	papers []store.PlannedPaper
	// total is how many papers there are; more than len(papers) if they were too many.
	total int
}

// complete reports whether papers has all of them.
func (f *found) complete() bool { return f.total <= len(f.papers) }

// A subject is what one or more subscriptions are about.
type subject struct {
	kind   store.SubscriptionKind
	search string
	list   store.ListNumber
	// since is the day on which subscriptions to the daily lists were last checked, zero for the
	// other kinds. It decides which lists are read: those before a subscription began are not news
	// to it, even if another subscription waits for them.
	since data.Date
}

func subjectOf(m *member) subject {
	j := subject{kind: m.Kind, search: m.Search, list: m.List}
	if m.Kind == store.SubscribedDays {
		j.since = data.DateOf(m.since())
	}
	return j
}

// fresh finds the papers of a subject for subscriptions that considered all papers up to after,
// and none later than through.
func (s *Service) fresh(ctx context.Context, j subject, after, through store.Window) (found, error) {
	var f found
	var err error
	switch j.kind {
	case store.SubscribedTrending:
		f, err = s.trending(ctx)
	case store.SubscribedDays:
		f, err = s.featured(ctx, after, through, j.since)
	case store.SubscribedSearch:
		f, err = s.matching(ctx, j.search, after, through)
	case store.SubscribedList:
		f, err = s.alike(ctx, j.list, after, through)
	}
	if err != nil {
		return f, fmt.Errorf("find new papers: %w", err)
	}
	return f, nil
}

// addedAfter returns a time before any paper with a number in (after, through] was added; ok is
// false if there is no such paper. It only narrows a search: what decides are the numbers.
func (s *Service) addedAfter(ctx context.Context, after, through store.Window) (_ time.Time, ok bool, err error) {
	if after.Number >= through.Number {
		return time.Time{}, false, nil
	}
	first, err := s.Store.FirstAdded(ctx, after.Number, through.Number)
	return first.Add(-time.Microsecond), err == nil && !first.IsZero(), err
}

// within keeps the hits with numbers in (after, through].
func within(result index.Result, after, through store.Window) ([]index.Hit, int) {
	hits := slices.DeleteFunc(slices.Clone(result.Hits), func(h index.Hit) bool {
		return h.Number <= after.Number || h.Number > through.Number
	})
	if result.Total <= len(result.Hits) {
		return hits, len(hits)
	}
	return hits, result.Total - (len(result.Hits) - len(hits))
}

// matching finds the added papers of a search.
func (s *Service) matching(ctx context.Context, encoded string, after, through store.Window) (found, error) {
	p, err := parseSearch(encoded)
	if err != nil {
		return found{}, err
	}
	added, ok, err := s.addedAfter(ctx, after, through)
	if err != nil || !ok {
		return found{}, err
	}
	if added.After(p.Filter.AddedAfter) {
		p.Filter.AddedAfter = added
	}
	result, err := s.Search.First(ctx, p, maxFresh)
	if err != nil {
		return found{}, err
	}
	hits, total := within(result, after, through)
	f := found{total: total}
	for _, h := range hits {
		reason := "New for this search"
		if len(h.Missing) > 0 {
			reason += ", without " + strings.Join(h.Missing, ", ")
		}
		f.papers = append(f.papers, store.PlannedPaper{Number: h.Number, Reason: reason})
	}
	return f, nil
}

// alike finds the added papers that are like those of a list.
func (s *Service) alike(ctx context.Context, list store.ListNumber, after, through store.Window) (found, error) {
	added, ok, err := s.addedAfter(ctx, after, through)
	if err != nil || !ok {
		return found{}, err
	}
	listed, err := s.Store.Listed(ctx, list)
	if err != nil {
		return found{}, err
	}
	r := recommend.Request{Limit: maxAlike, Filter: index.Filter{AddedAfter: added}}
	for _, entry := range listed {
		r.Exclude = append(r.Exclude, entry.Number)
		if !entry.Gone && len(r.Like) < recommend.MaxSeeds {
			r.Like = append(r.Like, entry.ID)
		}
	}
	if len(r.Like) == 0 {
		return found{}, nil
	}
	answer, err := s.Recommender.Similar(ctx, r)
	if err != nil {
		return found{}, err
	}
	var f found
	for _, h := range answer.Hits {
		if h.Score < minAlike || h.Number <= after.Number || h.Number > through.Number {
			continue
		}
		f.papers = append(f.papers, store.PlannedPaper{Number: h.Number, Reason: "Like papers of this list" + sharedWords(h.SharedTerms)})
	}
	f.total = len(f.papers)
	return f, nil
}

// sharedWords names the terms that weigh most in a recommendation.
func sharedWords(terms []recommend.SharedTerm) string {
	var words []string
	for _, t := range terms[:min(3, len(terms))] {
		words = append(words, t.Term)
	}
	if len(words) == 0 {
		return ""
	}
	return ": " + strings.Join(words, ", ")
}

// featuredSince finds the papers that a daily list showed from featuredDays before a day on, with
// the most upvotes first.
func (s *Service) featuredSince(ctx context.Context, since data.Date) (index.Result, error) {
	p := allPapers()
	p.Sort = index.ByUpvotes
	p.Filter.FeaturedFrom = data.DateOfDay(since.FirstDay() - featuredDays)
	return s.Search.First(ctx, p, maxFresh)
}

// lateDays is how many days before the window a list may have shown a paper that is added in it. A
// list is read late after a fault of its site or of this server; what is older is history, which
// nobody wants as news.
const lateDays = 31

// featured finds the papers that a daily list showed lately, and those that were added and that a
// list showed not long before. The subscriptions that had some of them already leave these out themselves.
func (s *Service) featured(ctx context.Context, after, through store.Window, since data.Date) (found, error) {
	lately, err := s.featuredSince(ctx, since)
	if err != nil {
		return found{}, err
	}
	hits := lately.Hits
	added, ok, err := s.addedAfter(ctx, after, through)
	if err != nil {
		return found{}, err
	}
	total := lately.Total
	if ok {
		p := allPapers()
		p.Sort = index.ByUpvotes
		p.Filter.FeaturedFrom, p.Filter.AddedAfter = data.DateOfDay(since.FirstDay()-lateDays), added
		result, err := s.Search.First(ctx, p, maxFresh)
		if err != nil {
			return found{}, err
		}
		known := make(map[data.Number]bool, len(hits))
		for _, h := range hits {
			known[h.Number] = true
		}
		more, n := within(result, after, through)
		for _, h := range more {
			if known[h.Number] {
				n--
			} else {
				hits = append(hits, h)
			}
		}
		total += n
	}
	f, err := s.withVotes(ctx, hits, func(_ int, p *data.Paper) string {
		return "Featured on " + p.Featured.String() + votes(p)
	})
	f.total = max(total-len(hits)+len(f.papers), len(f.papers))
	return f, err
}

// allPapers ask for all papers.
func allPapers() search.Params { return search.Table.Defaults }

// trending finds the papers that are trending now.
func (s *Service) trending(ctx context.Context) (found, error) {
	p := allPapers()
	p.Sort = index.ByTrending
	result, err := s.Search.First(ctx, p, MaxShown)
	if err != nil {
		return found{}, err
	}
	hits := slices.DeleteFunc(result.Hits, func(h index.Hit) bool { return h.Key.Missing })
	f, err := s.withVotes(ctx, hits, func(i int, p *data.Paper) string {
		return fmt.Sprintf("No. %d of the trending papers%s", i+1, votes(p))
	})
	f.total = len(f.papers)
	return f, err
}

// withVotes reads the papers of hits, and says of each why it is there.
func (s *Service) withVotes(ctx context.Context, hits []index.Hit, reason func(i int, p *data.Paper) string) (found, error) {
	var f found
	for part := range slices.Chunk(hits, readStep) {
		papers, err := s.Store.Papers(ctx, numbersOf(part))
		if err != nil {
			return f, err
		}
		for i, h := range part {
			if p, ok := papers[h.Number]; ok {
				f.papers = append(f.papers, store.PlannedPaper{Number: h.Number, Reason: reason(i, &p)})
			}
		}
	}
	return f, nil
}

// readStep is the number of papers read at once.
const readStep = 250

func numbersOf(hits []index.Hit) []data.Number {
	numbers := make([]data.Number, len(hits))
	for i, h := range hits {
		numbers[i] = h.Number
	}
	return numbers
}

// votes says how many upvotes a paper has, if that is known.
func votes(p *data.Paper) string {
	if n := cmp.Or(p.Upvotes, new(int)); *n > 0 {
		return ", " + figures.Count(*n, "upvote")
	}
	return ""
}
