package recommend

import (
	"fmt"
	"strings"
	"testing"

	"paperboy/data"
)

func TestDuplicates(t *testing.T) {
	long := sentence(0, 60)
	most := strings.Replace(long, "word7 ", "", 1) + " " + sentence(100, 5)
	half := sentence(0, 40) + " " + sentence(100, 20)
	paper := func(title, abstract string, authors ...string) data.Paper {
		return data.Paper{Title: title, Abstract: abstract, Authors: authors}
	}
	const title = "Attention is all you need"
	for _, test := range []struct {
		name string
		a, b data.Paper
		want string
	}{
		{"title and author", paper(title, long, "Ashish Vaswani"), paper("Attention Is All You Need.", "Something else", "Vaswani, A."), SameTitle},
		{"title alone", paper(title, "", "Ashish Vaswani"), paper(title, "", "Noam Shazeer"), ""},
		{"title without names", paper(title, ""), paper(title, ""), ""},
		{"title too short to tell", paper("Introduction", "", "Wei Li"), paper("Introduction", "", "Wei Li"), ""},
		{"half of the names", paper(title, "", "Ada Lovelace", "Wei Li"), paper(title, "", "Wei Li", "Paul Erdős", "Jane Doe"), SameTitle},
		{"fewer", paper(title, "", "Ada Lovelace", "Wei Li", "Alan Turing"), paper(title, "", "Wei Li", "Paul Erdős", "Jane Doe"), ""},
		{"wording", paper("One title of it", long, "Wei Li"), paper("Quite another title", long, "Li Wei", "Wei Li"), SameWording},
		{"most of the wording", paper("", long, "Wei Li"), paper("", most, "Wei Li"), SameWording},
		{"half of the wording", paper("", long, "Wei Li"), paper("", half, "Wei Li"), ""},
		{"wording of two years", paper("Findings of 2023", long, "Wei Li"), paper("Findings of 2024", long, "Wei Li"), ""},
		{"wording of two parts", paper("Optimal power flow, Part I", long, "Wei Li"), paper("Optimal power flow, Part II: exactness", long, "Wei Li"), ""},
		{"wording of a year", paper("Findings of Task 8, 2024", long, "Wei Li"), paper("Our findings", long, "Wei Li"), SameWording},
		{"wording of others", paper("", long, "Wei Li"), paper("", long, "Paul Erdős"), ""},
		{"wording without names", paper("", long), paper("", long, "Paul Erdős"), ""},
		{"wording without names, two titles", paper("One title of it", long), paper("Quite another title", long), ""},
		{"title and wording without names", paper(title, long), paper(title, most, "Paul Erdős"), SameTitleAndWording},
		{"title and half of the wording without names", paper(title, long), paper(title, half, "Paul Erdős"), ""},
		{"wording too short to tell", paper("", sentence(0, 20), "Wei Li"), paper("", sentence(0, 20), "Wei Li"), ""},
		{"nothing", paper("", ""), paper("", ""), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := newFingerprint(test.a), newFingerprint(test.b)
			if got := a.duplicates(b); got != test.want {
				t.Errorf("%v duplicates %v: %q, want %q", test.a, test.b, got, test.want)
			}
			if got := b.duplicates(a); got != test.want {
				t.Errorf("%v duplicates %v: %q, want %q", test.b, test.a, got, test.want)
			}
		})
	}
}

// sentence is n different words, from the first on.
func sentence(first, n int) string {
	var words []string
	for i := range n {
		words = append(words, fmt.Sprintf("word%d", first+i))
	}
	return strings.Join(words, " ")
}
