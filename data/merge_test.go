package data

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func day(n int) time.Time { return time.Date(2024, 1, n, 0, 0, 0, 0, time.UTC) }

// record returns a valid record of a source, fetched on day n.
func record(t testing.TB, source string, n int, p Paper) Record {
	t.Helper()
	r := Record{Paper: p, Origin: Provenance{Source: source, Location: source + ".json", Fetched: day(n)}}
	if err := Validate(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMerge(t *testing.T) {
	sample := record(t, "sample", 1, Paper{
		Title: "Rolling Forcing", Abstract: "Up to 2times faster, with policy pi.", AuthorCount: pointer(6), Comments: pointer(2),
	})
	acl := record(t, "acl", 2, Paper{
		ID: "P18-1234", Title: "Rolling Forcing", Abstract: "Up to 2times faster", Authors: []string{"Ann Other"}, Date: Date{2024, 7, 0}, Venue: "ACL",
		DOI: "10.18653/v1/P18-1234", URLs: []string{"https://aclanthology.org/P18-1234"},
	})
	hf := record(t, "huggingface", 3, Paper{
		ID: "2405.00001", Title: "Rolling Forcing", Abstract: "Up to $2times$ faster, with policy $pi$.", Authors: []string{"A. Other", "B. Third"}, Date: Date{2024, 5, 2},
		Featured: Date{2024, 5, 3}, Upvotes: pointer(9), Comments: pointer(0), Categories: []string{"cs.CV"},
		Observations: []Observation{{At: day(2), Upvotes: pointer(4)}, {At: day(3), Upvotes: pointer(9), Comments: pointer(0)}},
	})
	again := record(t, "huggingface", 4, Paper{ID: "2405.00001", Title: "Rolling", Date: Date{2024, 5, 1}, Featured: Date{2024, 5, 9}, Upvotes: pointer(7), Categories: []string{"cs.LG", "cs.CV"}})
	want := Paper{
		ID: "arxiv:2405.00001", Title: "Rolling Forcing", Abstract: "Up to $2times$ faster, with policy $pi$.", Authors: []string{"A. Other", "B. Third"}, AuthorCount: pointer(6),
		Date: Date{2024, 5, 1}, Featured: Date{2024, 5, 9}, FeaturedDays: []Date{{2024, 5, 3}, {2024, 5, 9}}, AIKeywords: []string{}, Upvotes: pointer(7), Comments: pointer(0), Categories: []string{"cs.CV", "cs.LG"}, Venue: "ACL",
		DOI: "10.18653/v1/p18-1234", URLs: []string{"https://aclanthology.org/P18-1234"}, Observations: hf.Paper.Observations,
		Sources: []Provenance{sample.Origin, acl.Origin, hf.Origin, again.Origin},
	}
	if diff := cmp.Diff(want, Merge([]Record{again, sample, hf, acl})); diff != "" {
		t.Errorf("Merge (-want +got):\n%s", diff)
	}
	edit := record(t, "edit", 2, Paper{ID: "pb:0123456789abcdef", Title: "R"})
	later := record(t, "edit", 5, Paper{ID: "pb:0123456789abcdef", Title: "Rolling"})
	merged := Merge([]Record{later, hf, edit})
	want = later.Paper
	want.Observations = hf.Paper.Observations
	want.ID, want.Sources = "arxiv:2405.00001", []Provenance{edit.Origin, hf.Origin, later.Origin}
	if diff := cmp.Diff(want, merged); diff != "" {
		t.Errorf("Merge with an edit (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Paper{}, Merge(nil)); diff != "" {
		t.Errorf("Merge of nothing: %s", diff)
	}
}

// TestMergeForeign checks that a merged paper doesn't get the id of another paper.
func TestMergeForeign(t *testing.T) {
	a := record(t, "acl", 1, Paper{ID: "P18-1234", Title: "Rolling Forcing", URLs: []string{"https://arxiv.org/abs/2405.00001"}})
	if got := Merge([]Record{a}, "arxiv:2405.00001").ID; got != "acl:P18-1234" {
		t.Errorf("without the foreign id: got %s, want acl:P18-1234", got)
	}
	if got, want := Merge([]Record{a}, "arxiv:2405.00001", "acl:P18-1234").ID, ContentID("Rolling Forcing", ""); got != want {
		t.Errorf("without any id: got %s, want the hash of its content, %s", got, want)
	}
}

// TestMergeIncompleteAuthors merges lists of authors that end in "et al." with others.
func TestMergeIncompleteAuthors(t *testing.T) {
	incomplete := func(day int, names ...string) Record {
		r := Record{Paper: Paper{Title: "Rolling", Authors: names}, Origin: Provenance{Source: "bibtex", Fetched: time.Date(2024, 1, day, 0, 0, 0, 0, time.UTC), Warnings: []string{WarnAuthorsIncomplete}}}
		if err := Validate(&r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	complete := func(names ...string) Record { return record(t, "acl", 2, Paper{Title: "Rolling", Authors: names}) }
	for name, test := range map[string]struct {
		records []Record
		authors []string
		count   *int
	}{
		"alone":                          {[]Record{incomplete(1, "A")}, []string{"A"}, nil},
		"a complete list":                {[]Record{incomplete(1, "A"), complete("A", "B")}, []string{"A", "B"}, pointer(2)},
		"one of equal length, before":    {[]Record{incomplete(1, "A"), complete("Ann")}, []string{"Ann"}, pointer(1)},
		"one of equal length, after":     {[]Record{incomplete(3, "A"), complete("Ann")}, []string{"Ann"}, pointer(1)},
		"the incomplete list is longer":  {[]Record{incomplete(1, "A", "B"), complete("A")}, []string{"A", "B"}, nil},
		"only how many is known besides": {[]Record{incomplete(1, "A"), record(t, "x", 2, Paper{Title: "Rolling", AuthorCount: pointer(5)})}, []string{"A"}, pointer(5)},
	} {
		p := Merge(test.records)
		if !cmp.Equal(p.Authors, test.authors) || !cmp.Equal(p.AuthorCount, test.count) {
			t.Errorf("%s: got %q and count %v, want %q and %v", name, p.Authors, p.AuthorCount, test.authors, test.count)
		}
	}
}

func TestMergeDates(t *testing.T) {
	for _, test := range []struct {
		dates []string
		want  string
	}{
		{[]string{}, ""},
		{[]string{"", "2024"}, "2024"},
		{[]string{"2024-07-02", "2024-06-30"}, "2024-06-30"},
		{[]string{"2024-06", "2024-06-17"}, "2024-06-17"},
		{[]string{"2024-06", "2024-01-17"}, "2024-01-17"},
		{[]string{"2024-06", "2024-07-31"}, "2024-07-31"},
		{[]string{"2024-06", "2024-08-01"}, "2024-06"},
		{[]string{"2024", "2025-01", "2025-01-17"}, "2025-01-17"},
		{[]string{"2019", "2026-01-17"}, "2019"},
	} {
		var dates []Date
		for _, s := range test.dates {
			d, err := ParseDate(s)
			if err != nil {
				t.Fatal(err)
			}
			dates = append(dates, d)
		}
		if got := MergeDates(dates...).String(); got != test.want {
			t.Errorf("MergeDates(%q) = %q, want %q", test.dates, got, test.want)
		}
		slices.Reverse(dates)
		if got := MergeDates(dates...).String(); got != test.want {
			t.Errorf("MergeDates(%q backwards) = %q, want %q", test.dates, got, test.want)
		}
	}
}

// randomRecord returns a record with few possible values of each field, so that records
// collide.
func randomRecord(t testing.TB, rnd *rand.Rand, n int) Record {
	pick := func(values ...string) string { return values[rnd.IntN(len(values))] }
	number := func() *int { return []*int{nil, pointer(0), pointer(3), pointer(9)}[rnd.IntN(4)] }
	p := Paper{
		ID:    ID(pick("", "2405.00001", "2405.00002", "P18-1234", "doi:10.1000/x", "csf:1")),
		Title: pick("Rolling", "Rolling Forcing", "Rolling $Forcing$"), Abstract: pick("", "One.", "One. Two.", "$One. Two.$"),
		Authors: [][]string{nil, {"Ann"}, {"Ann", "Bob"}, {"A.", "B."}}[rnd.IntN(4)], AuthorCount: number(), Upvotes: number(), Comments: number(),
		Date:     []Date{{}, {2024, 0, 0}, {2024, 5, 0}, {2024, 5, 7}, {2024, 9, 1}}[rnd.IntN(5)],
		Featured: []Date{{}, {2024, 5, 8}, {2024, 5, 9}}[rnd.IntN(3)], FeaturedDays: [][]Date{nil, {{2024, 5, 8}}, {{2024, 5, 10}, {2024, 5, 1}}}[rnd.IntN(3)],
		Stars: number(), Organization: pick("", "A", "B"), Repository: pick("", "https://example.org/r"), AISummary: pick("", "One.", "Two."), AIKeywords: [][]string{nil, {"a"}, {"b"}}[rnd.IntN(3)],
		Observations: [][]Observation{nil, {{At: day(1), Upvotes: pointer(1)}}, {{At: day(2), Upvotes: pointer(2)}, {At: day(1), Stars: pointer(1)}}}[rnd.IntN(3)],
		Venue:        pick("", "ACL", "Proceedings"), DOI: pick("", "10.1000/x", "10.48550/arXiv.2405.00001"),
		Categories: [][]string{nil, {"a"}, {"b", "a"}}[rnd.IntN(3)], URLs: [][]string{nil, {"https://example.org/1"}, {"https://arxiv.org/abs/2405.00003"}}[rnd.IntN(3)],
	}
	r := record(t, pick("sample", "arxiv", "file"), 1+rnd.IntN(3), p)
	r.Entry = fmt.Sprintf("line %d", n)
	return r
}

// TestMergeProperties checks that merging doesn't depend on the order of records, that a
// repeated record changes nothing, and that no field that a record states is lost.
func TestMergeProperties(t *testing.T) {
	const seed = 1
	rnd := rand.New(rand.NewPCG(seed, seed))
	for round := range 3000 {
		var records []Record
		for n := range 1 + rnd.IntN(5) {
			records = append(records, randomRecord(t, rnd, n))
		}
		merged := Merge(records)
		shuffled := slices.Clone(records)
		rnd.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(merged, Merge(shuffled)); diff != "" {
			t.Fatalf("round %d: the result depends on the order:\n%s", round, diff)
		}
		if diff := cmp.Diff(merged, Merge(append(shuffled, records...))); diff != "" {
			t.Fatalf("round %d: a repeated record changes the result:\n%s", round, diff)
		}
		if lost := lostField(records, merged); lost != "" {
			t.Fatalf("round %d: %s is lost in the merge of\n%+v", round, lost, records)
		}
	}
}

func lostField(records []Record, merged Paper) string {
	for i := range records {
		p := records[i].Paper
		for field, lost := range map[string]bool{
			"title":         len(p.Title) > 0 && countLetters(merged.Title) < countLetters(p.Title),
			"abstract":      countLetters(merged.Abstract) < countLetters(p.Abstract),
			"venue":         countLetters(merged.Venue) < countLetters(p.Venue),
			"authors":       len(merged.Authors) < len(p.Authors),
			"author count":  p.AuthorCount != nil && (merged.AuthorCount == nil || *merged.AuthorCount < *p.AuthorCount),
			"upvotes":       p.Upvotes != nil && merged.Upvotes == nil,
			"comments":      p.Comments != nil && merged.Comments == nil,
			"date":          !p.Date.IsZero() && merged.Date.IsZero(),
			"featured":      !p.Featured.IsZero() && (merged.Featured.IsZero() || merged.Featured.FirstDay() < p.Featured.FirstDay()),
			"featured days": slices.ContainsFunc(p.FeaturedDays, func(d Date) bool { return !slices.Contains(merged.FeaturedDays, d) }),
			"stars":         p.Stars != nil && merged.Stars == nil,
			"organization":  p.Organization != "" && merged.Organization == "",
			"repository":    p.Repository != "" && merged.Repository == "",
			"ai summary":    p.AISummary != "" && merged.AISummary == "",
			"ai keywords":   len(p.AIKeywords) > 0 && len(merged.AIKeywords) == 0,
			"observations":  len(p.Observations) > 0 && merged.Observations[0].At.After(p.Observations[0].At),
			"doi":           p.DOI != "" && merged.DOI == "",
			"categories":    slices.ContainsFunc(p.Categories, func(s string) bool { return !slices.Contains(merged.Categories, s) }),
			"urls":          slices.ContainsFunc(p.URLs, func(s string) bool { return !slices.Contains(merged.URLs, s) }),
			"id":            schemeRank(merged.ID) > schemeRank(p.ID),
			"sources":       !slices.ContainsFunc(merged.Sources, func(s Provenance) bool { return cmp.Equal(s, records[i].Origin) }),
		} {
			if lost {
				return field
			}
		}
	}
	return ""
}
