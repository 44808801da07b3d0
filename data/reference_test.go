package data

import "testing"

// TestMergeTypes merges records of a preprint with others that say, or do not say, how it was
// published.
func TestMergeTypes(t *testing.T) {
	preprint, untyped := Paper{Title: "T", Type: TypePreprint}, Paper{Title: "T"}
	typed := func(kind Type, venue string) Paper { return Paper{Title: "T", Type: kind, Venue: venue} }
	for name, test := range map[string]struct {
		papers []Paper // the first is the oldest
		want   Type
	}{
		"a preprint":                         {[]Paper{preprint}, TypePreprint},
		"a preprint and who says nothing":    {[]Paper{untyped, preprint, untyped}, TypePreprint},
		"an older preprint":                  {[]Paper{preprint, typed(TypeConferencePaper, "ACL")}, TypeConferencePaper},
		"a newer preprint":                   {[]Paper{typed(TypeArticle, "Nature"), preprint}, TypeArticle},
		"two publications, the older":        {[]Paper{preprint, typed(TypeConferencePaper, "ACL"), typed(TypeArticle, "TACL")}, TypeConferencePaper},
		"published, nobody says how":         {[]Paper{preprint, typed("", "Phys. Rev. D 76 (2007)")}, ""},
		"published, one says how":            {[]Paper{preprint, typed("", "Phys. Rev. D 76 (2007)"), typed(TypeArticle, "")}, TypeArticle},
		"on a preprint server":               {[]Paper{preprint, typed("", "arXiv.org")}, TypePreprint},
		"on arXiv by DBLP":                   {[]Paper{typed("", "CoRR"), preprint}, TypePreprint},
		"on arXiv by Google Scholar":         {[]Paper{preprint, typed("", "arXiv preprint arXiv:1706.03762")}, TypePreprint},
		"a preprint states its server":       {[]Paper{typed(TypePreprint, "bioRxiv"), untyped}, TypePreprint},
		"a thesis":                           {[]Paper{preprint, typed(TypeThesis, "")}, TypeThesis},
		"nobody states a type":               {[]Paper{untyped, typed("", "ACL")}, ""},
		"a journal with a name like arXiv's": {[]Paper{preprint, typed("", "Archives of Knots")}, ""},
	} {
		records := make([]Record, 0, len(test.papers))
		for i, p := range test.papers {
			records = append(records, record(t, "file", i+1, p))
		}
		if got := Merge(records).Type; got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// TestMergeTypesOfPDFs takes the type that was read from a PDF only if no other record has one.
func TestMergeTypesOfPDFs(t *testing.T) {
	pdf := record(t, SourcePDF, 1, Paper{Title: "T", Type: TypeReport})
	preprint := record(t, "arxiv", 2, Paper{Title: "T", Type: TypePreprint})
	if got := Merge([]Record{pdf, preprint}).Type; got != TypePreprint {
		t.Errorf("with an arXiv record: got %q", got)
	}
	if got := Merge([]Record{pdf}).Type; got != TypeReport {
		t.Errorf("alone: got %q", got)
	}
}
