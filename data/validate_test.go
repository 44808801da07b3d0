package data

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func pointer(n int) *int { return &n }

func TestValidateNormalises(t *testing.T) {
	r := Record{
		Paper: Paper{
			Title: " A\u200b  title\n of\tmine ", Abstract: "One\nline.\r\n \n\n Two\x00.\n", Authors: []string{" Ann  Other", "", "B\u202e C"},
			Categories: []string{"cs.CL", " cs.CL ", ""}, DOI: "https://doi.org/10.1000/X 10.1000/Y",
			URLs: []string{"https://example.org/", "javascript:alert(1)", "https://example.org/", ""}, AuthorCount: pointer(1), Upvotes: pointer(0),
		},
		Aliases: []ID{"arXiv:2203.03850v1", "2203.03850"},
	}
	if err := Validate(&r); err != nil {
		t.Fatal(err)
	}
	want := Record{
		Paper: Paper{
			ID: "arxiv:2203.03850", Title: "A title of mine", Abstract: "One line.\n\nTwo.", Authors: []string{"Ann Other", "B C"}, Categories: []string{"cs.CL"},
			DOI: "10.1000/x", URLs: []string{"https://example.org/"}, AuthorCount: pointer(2), Upvotes: pointer(0), FeaturedDays: []Date{}, AIKeywords: []string{}, Sources: []Provenance{},
		},
		Aliases: []ID{"arxiv:2203.03850"},
		Origin: Provenance{
			Warnings: []string{WarnAuthorCount, WarnInvalidURL},
			Raw:      map[string]string{"author_count": "1", "doi": "https://doi.org/10.1000/X 10.1000/Y", "urls": "javascript:alert(1)"},
		},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
}

func TestValidateDerivesTheID(t *testing.T) {
	for name, test := range map[string]struct {
		r    Record
		want ID
	}{
		"its own":  {Record{Paper: Paper{ID: "arXiv:2203.03850v2", DOI: "10.1000/x"}, Aliases: []ID{"P18-1234"}}, "arxiv:2203.03850"},
		"an alias": {Record{Paper: Paper{DOI: "10.1000/x"}, Aliases: []ID{"P18-1234"}}, "acl:P18-1234"},
		"a DOI":    {Record{Paper: Paper{DOI: "10.1000/x", URLs: []string{"https://arxiv.org/abs/2203.03850"}}}, "doi:10.1000/x"},
		"a URL":    {Record{Paper: Paper{URLs: []string{"https://example.org", "https://arxiv.org/abs/2203.03850"}}}, "arxiv:2203.03850"},
		"content":  {Record{Paper: Paper{}, Origin: Provenance{Raw: map[string]string{"title": "raw"}}}, ContentID("raw", "")},
	} {
		test.r.Paper.Title = "Title"
		if err := Validate(&test.r); err != nil || test.r.Paper.ID != test.want {
			t.Errorf("%s: id %q, %v, want %q", name, test.r.Paper.ID, err, test.want)
		}
	}
}

func TestValidateRefuses(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	many := func(n int) []string { return slices.Repeat([]string{"x"}, n) }
	different := func(n int) (values []string) {
		for i := range n {
			values = append(values, long(i+1))
		}
		return values
	}
	for code, change := range map[string]func(*Record){
		"missing_title":          func(r *Record) { r.Paper.Title = " \n$-–! " },
		"title_too_long":         func(r *Record) { r.Paper.Title = long(MaxTitleRunes + 1) },
		"abstract_too_long":      func(r *Record) { r.Paper.Abstract = long(MaxAbstractRunes + 1) },
		"venue_too_long":         func(r *Record) { r.Paper.Venue = long(MaxVenueRunes + 1) },
		"too_many_authors":       func(r *Record) { r.Paper.Authors = many(MaxAuthors + 1) },
		"author_too_long":        func(r *Record) { r.Paper.Authors = []string{long(MaxAuthorRunes + 1)} },
		"too_many_categories":    func(r *Record) { r.Paper.Categories = different(MaxCategories + 1) },
		"category_too_long":      func(r *Record) { r.Paper.Categories = []string{long(MaxCategoryRunes + 1)} },
		"too_many_urls":          func(r *Record) { r.Paper.URLs = many(MaxURLs + 1) },
		"too_many_aliases":       func(r *Record) { r.Aliases = slices.Repeat([]ID{"x"}, MaxAliases+1) },
		"invalid_id":             func(r *Record) { r.Paper.ID = "a b" },
		"invalid_date":           func(r *Record) { r.Paper.Date = Date{2024, 2, 30} },
		"invalid_featured":       func(r *Record) { r.Paper.Featured = Date{2024, 2, 0} },
		"invalid_featured_days":  func(r *Record) { r.Paper.FeaturedDays = []Date{{2024, 2, 1}, {2024, 2, 0}} },
		"too_many_featured_days": func(r *Record) { r.Paper.FeaturedDays = slices.Repeat([]Date{{2024, 2, 1}}, MaxFeaturedDays+1) },
		"organization_too_long":  func(r *Record) { r.Paper.Organization = long(MaxOrganizationRunes + 1) },
		"ai_summary_too_long":    func(r *Record) { r.Paper.AISummary = long(MaxAISummaryRunes + 1) },
		"too_many_ai_keywords":   func(r *Record) { r.Paper.AIKeywords = many(MaxAIKeywords + 1) },
		"ai_keyword_too_long":    func(r *Record) { r.Paper.AIKeywords = []string{long(MaxAIKeywordRunes + 1)} },
		"negative_stars":         func(r *Record) { r.Paper.Stars = pointer(-1) },
		"too_many_observations":  func(r *Record) { r.Paper.Observations = make([]Observation, MaxObservations+1) },
		"negative_author_count":  func(r *Record) { r.Paper.AuthorCount = pointer(-1) },
		"negative_upvotes":       func(r *Record) { r.Paper.Upvotes = pointer(-1) },
		"negative_comments":      func(r *Record) { r.Paper.Comments = pointer(-1) },
		"upvotes_too_large":      func(r *Record) { r.Paper.Upvotes = pointer(MaxNumber + 1) },
	} {
		r := Record{Paper: Paper{Title: "Title"}}
		change(&r)
		var refused *FieldError
		if err := Validate(&r); !errors.As(err, &refused) || refused.Code != code || refused.Field == "" || refused.Reason == "" {
			t.Errorf("Validate = %#v, want a FieldError with code %s", err, code)
		}
	}
}

func TestValidateRefusesObservations(t *testing.T) {
	for name, o := range map[string]Observation{
		"no time":     {Upvotes: pointer(1)},
		"no number":   {At: day(1)},
		"a negative":  {At: day(1), Stars: pointer(-1)},
		"a large one": {At: day(1), Comments: pointer(MaxNumber + 1)},
	} {
		r := Record{Paper: Paper{Title: "Title", Observations: []Observation{{At: day(1), Upvotes: pointer(1)}, o}}}
		var refused *FieldError
		if err := Validate(&r); !errors.As(err, &refused) || refused.Code != "invalid_observations" || refused.Field != "observations" {
			t.Errorf("%s: Validate = %#v, want invalid_observations", name, err)
		}
	}
}

// TestValidateFeatured checks that Featured and FeaturedDays agree, whichever was stated.
func TestValidateFeatured(t *testing.T) {
	first, second := Date{2024, 5, 3}, Date{2024, 5, 9}
	for name, test := range map[string]struct {
		featured   Date
		days, want []Date
	}{
		"neither":           {Date{}, nil, []Date{}},
		"one day":           {first, nil, []Date{first}},
		"only days":         {Date{}, []Date{second, first, second}, []Date{first, second}},
		"both":              {second, []Date{first, second}, []Date{first, second}},
		"a day between":     {first, []Date{second}, []Date{first, second}},
		"another later day": {second, []Date{first}, []Date{first, second}},
	} {
		r := Record{Paper: Paper{Title: "Title", Featured: test.featured, FeaturedDays: test.days}}
		if err := Validate(&r); err != nil {
			t.Fatal(err)
		}
		var newest Date
		if n := len(test.want); n > 0 {
			newest = test.want[n-1]
		}
		if diff := cmp.Diff(test.want, r.Paper.FeaturedDays); diff != "" || r.Paper.Featured != newest {
			t.Errorf("%s: featured %s, want %s; days (-want +got):\n%s", name, r.Paper.Featured, newest, diff)
		}
	}
}

func TestValidateRepository(t *testing.T) {
	for raw, want := range map[string]string{
		" https://github.com/a/b ":                      "https://github.com/a/b",
		"javascript:alert(1)":                           "",
		"github.com/a/b":                                "",
		"https://x/" + strings.Repeat("y", MaxURLBytes): "",
	} {
		r := Record{Paper: Paper{Title: "Title", Repository: raw}}
		if err := Validate(&r); err != nil || r.Paper.Repository != want || (want == "") != slices.Contains(r.Origin.Warnings, WarnInvalidURL) {
			t.Errorf("repository %q: got %q with warnings %q and error %v, want %q", raw, r.Paper.Repository, r.Origin.Warnings, err, want)
		}
	}
}

func TestValidateAcceptsTheLimits(t *testing.T) {
	r := Record{Paper: Paper{
		Title: strings.Repeat("ß", MaxTitleRunes), Abstract: strings.Repeat("ß", MaxAbstractRunes),
		Authors: slices.Repeat([]string{strings.Repeat("ß", MaxAuthorRunes)}, MaxAuthors),
	}}
	if err := Validate(&r); err != nil {
		t.Error(err)
	}
}

func FuzzValidate(f *testing.F) {
	f.Add("A title", "An abstract.\n\n Two", "A. Author", "10.1000/x", "https://example.org", "2203.03850")
	f.Add("\xff\x00t", "\u2028\n\u0085x", "\u200b", "doi:10.48550/arXiv.2203.03850,", "http://arxiv.org/abs/math/0211159", "")
	f.Fuzz(func(t *testing.T, title, abstract, author, doi, u, id string) {
		r := Record{Paper: Paper{ID: ID(id), Title: title, Abstract: abstract, Authors: []string{author}, DOI: doi, URLs: []string{u}}}
		if Validate(&r) != nil {
			return
		}
		once := r
		once.Origin.Warnings = slices.Clone(r.Origin.Warnings)
		if err := Validate(&r); err != nil {
			t.Fatalf("Validate of a valid record: %v", err)
		}
		if diff := cmp.Diff(once, r); diff != "" {
			t.Errorf("a second Validate changes the record (-once +twice):\n%s", diff)
		}
	})
}
