package indextest

import (
	"cmp"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/index"
)

// sortKey returns p's place in an order.
func sortKey(r index.Request, score float64, p *paper) index.SortKey {
	key := index.SortKey{Day: p.Date.FirstDay(), Number: p.number}
	number := func(v *int) {
		if key.Missing = v == nil; v != nil {
			key.Key = int64(*v)
		}
	}
	day := func(d data.Date) {
		if key.Missing = d.IsZero(); !d.IsZero() {
			key.Key = int64(d.FirstDay())
		}
	}
	switch r.Sort {
	case index.ByNewest, index.ByOldest:
		day(p.Date)
	case index.ByMostAuthors, index.ByFewestAuthors:
		number(authorCount(p))
	case index.ByUpvotes:
		number(p.Upvotes)
	case index.ByComments:
		number(p.Comments)
	case index.ByAdded:
		if key.Missing = p.Added.IsZero(); !key.Missing {
			key.Key = p.Added.UnixNano()
		}
	case index.ByFeatured:
		if days := featuredDays(p); len(days) > 0 {
			day(days[len(days)-1])
		} else {
			key.Missing = true
		}
	case index.ByTrending:
		if t := trending(p, r.Today); t != nil {
			key.Score = t.score
		} else {
			key.Missing = true
		}
	case index.ByTitle:
		key.Text = p.start
		key.Missing = key.Text == ""
	case index.ByFirstAuthor:
		key.Missing = true
		for _, a := range p.Authors {
			if author := data.AuthorKey(a); author != "" {
				key.Text, key.Missing = index.NameKey(author), false
				break
			}
		}
	default:
		key.Score = score
	}
	return key
}

// compare returns a negative number if a comes before b.
func compare(by index.Sort, a, b index.SortKey) int {
	missing := func(k index.SortKey) int {
		if k.Missing {
			return 1
		}
		return 0
	}
	key := cmp.Compare(b.Key, a.Key)
	if by == index.ByOldest || by == index.ByFewestAuthors {
		key = -key
	}
	return cmp.Or(cmp.Compare(missing(a), missing(b)), cmp.Compare(b.Score, a.Score), cmp.Compare(a.Text, b.Text), key, cmp.Compare(b.Day, a.Day), cmp.Compare(a.Number, b.Number))
}

// testSortsWithData adds a paper for each value to sort by, one after the other, and deletes
// them again.
func testSortsWithData(t *testing.T, open opener) {
	engine := openNew(t, open)
	none := 0
	steps := []struct {
		paper data.Paper
		sorts []index.Sort // that have data only from this paper on
	}{
		{data.Paper{}, nil},
		{data.Paper{Date: data.Date{Year: 2024}}, []index.Sort{index.ByNewest, index.ByOldest}},
		{data.Paper{AuthorCount: new(3)}, []index.Sort{index.ByMostAuthors, index.ByFewestAuthors}},
		{data.Paper{Upvotes: &none}, []index.Sort{index.ByUpvotes}},
		{data.Paper{Comments: &none}, []index.Sort{index.ByComments}},
		{data.Paper{Added: time.Unix(1e9, 0)}, []index.Sort{index.ByAdded}},
		{data.Paper{Featured: data.Date{Year: 2024, Month: 5, Day: 1}}, []index.Sort{index.ByFeatured}},
		{data.Paper{FeaturedDays: []data.Date{{Year: 2024, Month: 5, Day: 1}}, Upvotes: &none}, []index.Sort{index.ByTrending}},
		{data.Paper{Title: "Zebra fish"}, []index.Sort{index.ByTitle}},
		{data.Paper{Authors: []string{"Ada Lovelace"}}, []index.Sort{index.ByFirstAuthor}},
	}
	sequence := data.Sequence(0)
	change := func(number int, p *data.Paper, want []index.Sort) {
		t.Helper()
		sequence++
		apply(t, [][]data.Change{{{Sequence: sequence, Number: data.Number(number), Paper: p}}}, engine)
		got, err := engine.SortsWithData()
		if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Errorf("after change %d: %v (-want +got)\n%s", sequence, err, diff)
		}
	}
	var want []index.Sort
	for i := range steps {
		want = append(want, steps[i].sorts...)
		change(i+1, &steps[i].paper, want)
	}
	for i := len(steps) - 1; i >= 0; i-- {
		want = want[:len(want)-len(steps[i].sorts)]
		change(i+1, nil, want)
	}
}
