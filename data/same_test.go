package data

import (
	"strings"
	"testing"
)

func TestSamePaper(t *testing.T) {
	const title = "A Long Enough Title of a Paper"
	abstract := strings.Repeat("we study the spectral bias of networks trained on images and show ", 3)
	other := strings.Repeat("this report gives an overview over languages in schools since nineteen ninety ", 3)
	for name, test := range map[string]struct {
		a, b   Paper
		reason string
	}{
		"a shared surname": {
			Paper{ID: "arxiv:2203.03850", Title: title, Authors: []string{"Jörg Müller", "B"}, Abstract: abstract},
			Paper{ID: "acl:P18-1234", Title: strings.ToUpper(title), Authors: []string{"Muller, J."}, Abstract: abstract}, "same title and author",
		},
		"no names, one abstract": {
			Paper{Title: title, Abstract: abstract + " extra"}, Paper{Title: title, Authors: []string{"A"}, Abstract: abstract}, "same title and abstract",
		},
		"no names, a cut abstract":   {Paper{Title: title, Abstract: abstract[:140] + "…"}, Paper{Title: title, Abstract: abstract}, "same title and abstract"},
		"no names, two abstracts":    {Paper{Title: title, Abstract: abstract}, Paper{Title: title, Abstract: other}, ""},
		"no names, no abstract":      {Paper{Title: title}, Paper{Title: title, Abstract: abstract}, ""},
		"no shared surname":          {Paper{Title: title, Authors: []string{"A"}}, Paper{Title: title, Authors: []string{"B"}}, ""},
		"a yearly report":            {Paper{Title: title, Authors: []string{"A"}, Abstract: abstract}, Paper{Title: title, Authors: []string{"A"}, Abstract: other}, ""},
		"two ids of one catalogue":   {Paper{ID: "arxiv:2203.03850", Title: title, Authors: []string{"A"}}, Paper{ID: "arxiv:2203.03851", Title: title, Authors: []string{"A"}}, ""},
		"a generic title":            {Paper{Title: "Introduction", Authors: []string{"A"}}, Paper{Title: "Introduction", Authors: []string{"A"}}, ""},
		"names without letters":      {Paper{Title: title, Authors: []string{"..."}}, Paper{Title: title, Authors: []string{"..."}}, ""},
		"different titles, one text": {Paper{Title: title, Abstract: abstract}, Paper{Title: title + " II", Abstract: abstract}, ""},

		"LaTeX, accents, punctuation": {
			Paper{Title: `On the Poincar\'e--M\"obius {$\pi$}-Strip:   An Approach`, Authors: []string{`Ana Mu{\~n}oz`}},
			Paper{Title: "On the Poincaré–Möbius π-strip. An approach!", Authors: []string{"Ana Muñoz"}}, "same title and author",
		},
		"an umlaut written out":        {Paper{Title: title, Authors: []string{"Jörg Müller"}}, Paper{Title: title, Authors: []string{"J. Mueller"}}, "same title and author"},
		"a particle":                   {Paper{Title: title, Authors: []string{"van der Maaten, L."}}, Paper{Title: title, Authors: []string{"Laurens Van Der Maaten"}}, "same title and author"},
		"the second of two surnames":   {Paper{Title: title, Authors: []string{"Gabriel García Márquez"}}, Paper{Title: title, Authors: []string{"Gabriel García"}}, "same title and author"},
		"the family name first":        {Paper{Title: title, Authors: []string{"Zhang Xiaoming"}}, Paper{Title: title, Authors: []string{"Xiaoming Zhang"}}, "same title and author"},
		"a list cut short":             {Paper{Title: title, Authors: []string{"Ada Lovelace", "et al."}}, Paper{Title: title, Authors: []string{"A. Lovelace", "B", "C", "D"}}, "same title and author"},
		"two of one surname":           {Paper{Title: title, Authors: []string{"Wei Zhang"}}, Paper{Title: title, Authors: []string{"Lei Zhang"}}, ""},
		"two of one surname, one text": {Paper{Title: title, Authors: []string{"Wei Zhang"}, Abstract: abstract}, Paper{Title: title, Authors: []string{"Lei Zhang"}, Abstract: abstract}, "same title and author"},
		"two collaborations":           {Paper{Title: title, Authors: []string{"The ATLAS Collaboration"}}, Paper{Title: title, Authors: []string{"CMS Collaboration"}}, ""},
		"one collaboration":            {Paper{Title: title, Authors: []string{"The ATLAS Collaboration"}}, Paper{Title: title, Authors: []string{"ATLAS Collaboration"}}, "same title and author"},
		"nobody on both sides":         {Paper{Title: title, Authors: []string{"Anonymous"}}, Paper{Title: title, Authors: []string{"Anonymous"}}, ""},
		"one of three, a short title":  {Paper{Title: title, Authors: []string{"Ada A", "Bo B", "Cy C"}}, Paper{Title: title, Authors: []string{"A. A", "D. D", "E. E"}}, ""},

		"ten years, no abstracts":     {Paper{Title: title, Authors: []string{"A"}, Date: Date{2010, 0, 0}}, Paper{Title: title, Authors: []string{"A"}, Date: Date{2020, 0, 0}}, ""},
		"ten years, one abstract":     {Paper{Title: title, Authors: []string{"A"}, Abstract: abstract, Date: Date{2010, 0, 0}}, Paper{Title: title, Authors: []string{"A"}, Abstract: abstract, Date: Date{2020, 0, 0}}, "same title and author"},
		"front matter of two volumes": {Paper{Title: "Message from the General Chairs", Authors: []string{"A"}, Venue: "X 2019"}, Paper{Title: "Message from the General Chairs", Authors: []string{"A"}, Venue: "Y 2020"}, ""},
		"a special issue":             {Paper{Title: "Introduction to the Special Issue", Authors: []string{"A"}}, Paper{Title: "Introduction to the Special Issue", Authors: []string{"A"}}, ""},
		"a shared task, two years":    {Paper{Title: "Overview of the Shared Task on Hope Speech", Authors: []string{"A"}, Date: Date{2022, 5, 0}}, Paper{Title: "Overview of the Shared Task on Hope Speech", Authors: []string{"A"}, Date: Date{2023, 9, 0}}, ""},
		"a shared task, one year":     {Paper{Title: "Overview of the Shared Task on Hope Speech", Authors: []string{"A"}, Date: Date{2022, 5, 0}}, Paper{Title: "Overview of the Shared Task on Hope Speech", Authors: []string{"A"}, Date: Date{2022, 0, 0}}, "same title and author"},
		"part one and part two":       {Paper{Title: title + ", Part I", Authors: []string{"A"}}, Paper{Title: title + ", Part II", Authors: []string{"A"}}, ""},
		"a correction":                {Paper{Title: title, Authors: []string{"A"}}, Paper{Title: "Correction to: " + title, Authors: []string{"A"}}, ""},
		"a comment":                   {Paper{Title: title, Authors: []string{"A"}}, Paper{Title: "Comment on “" + title + "”", Authors: []string{"A"}}, ""},
		"the work that follows":       {Paper{Title: "EvTexture: Event-Driven Texture", Authors: []string{"A"}}, Paper{Title: "EvTexture++: Event-Driven Texture", Authors: []string{"A"}}, ""},

		"two publishers":                  {Paper{Title: title, Authors: []string{"A"}, DOI: "10.1109/a"}, Paper{Title: title, Authors: []string{"A"}, DOI: "10.1145/b"}, ""},
		"two publishers, one text":        {Paper{Title: title, Authors: []string{"A"}, DOI: "10.1109/a", Abstract: abstract}, Paper{Title: title, Authors: []string{"A"}, DOI: "10.1145/b", Abstract: abstract}, "same title and author"},
		"two DOIs of one publisher":       {Paper{Title: title, Authors: []string{"A"}, DOI: "10.1109/a", Abstract: abstract}, Paper{Title: title, Authors: []string{"A"}, DOI: "10.1109/b", Abstract: abstract}, ""},
		"a preprint server and publisher": {Paper{Title: title, Authors: []string{"A"}, DOI: "10.1101/2020.01"}, Paper{Title: title, Authors: []string{"A"}, DOI: "10.1109/b"}, "same title and author"},
		"two PubMed ids":                  {Paper{ID: "pmid:1", Title: title, Authors: []string{"A"}}, Paper{ID: "pmid:2", Title: title, Authors: []string{"A"}}, ""},
	} {
		for range 2 {
			reason, ok := SamePaper(test.a, test.b)
			if ok != (test.reason != "") || reason != test.reason {
				t.Errorf("%s: SamePaper = %q, %v, want %q", name, reason, ok, test.reason)
			}
			test.a, test.b = test.b, test.a
		}
	}
}

func TestPostedTwice(t *testing.T) {
	abstract := strings.Repeat("we study the spectral bias of networks trained on images and show ", 3)
	paper := Paper{Title: "A Long Enough Title of a Paper", Authors: []string{"Ada A", "Bo B"}, Abstract: abstract}
	for name, test := range map[string]struct {
		change func(*Paper)
		want   bool
	}{
		"the same": {func(p *Paper) {}, true},
		"a thesis": {func(p *Paper) {
			p.Abstract = "The goal of this thesis is to study the same at length, " + strings.Repeat("in chapters ", 20)
		}, false},
		"another discussion": {func(p *Paper) { p.Authors = []string{"Cy C"} }, false},
		"no abstract":        {func(p *Paper) { p.Abstract = "" }, false},
		"another title":      {func(p *Paper) { p.Title += " II" }, false},
	} {
		other := paper
		test.change(&other)
		if got := PostedTwice(paper, other); got != test.want {
			t.Errorf("%s: PostedTwice = %v, want %v", name, got, test.want)
		}
	}
}

func TestSameContent(t *testing.T) {
	long := strings.Repeat("we study the spectral bias of networks trained on images and show ", 3)
	in := func(title, author, venue string, year int) Paper {
		p := Paper{Title: title, Venue: venue}
		if author != "" {
			p.Authors = []string{author}
		}
		if year > 0 {
			p.Date = Date{Year: year}
		}
		return p
	}
	const distinctive = "A Long Enough Title of a Paper"
	for name, test := range map[string]struct {
		a, b Paper
		want bool
	}{
		"nothing but the title":           {in("Introduction", "", "", 0), in("Introduction", "", "", 0), true},
		"the same introduction":           {in("Introduction", "Ada A", "X", 2019), in("Introduction", "A. A", "x", 2019), true},
		"introductions of two":            {in("Introduction", "Ada A", "", 0), in("Introduction", "Bo B", "", 0), false},
		"introductions of two years":      {in("Introduction", "Ada A", "", 2019), in("Introduction", "Ada A", "", 2020), false},
		"introductions to two volumes":    {in("Introduction", "", "X", 0), in("Introduction", "", "Y", 0), false},
		"two reports":                     {in("Overview of the Shared Task", "Ada A", "", 2019), in("Overview of the Shared Task", "Ada A", "", 2020), false},
		"a preprint":                      {in(distinctive, "Ada A", "arXiv", 2019), in(distinctive, "Ada A", "Journal", 2020), true},
		"a title that two papers have":    {in(distinctive, "Ada A", "", 0), in(distinctive, "Bo B", "", 0), false},
		"the same text under other names": {Paper{Title: distinctive, Abstract: long, Authors: []string{"A"}}, Paper{Title: distinctive, Abstract: long, Authors: []string{"B"}}, true},
	} {
		if got := SameContent(test.a, test.b); got != test.want {
			t.Errorf("%s: SameContent = %v, want %v", name, got, test.want)
		}
	}
}
