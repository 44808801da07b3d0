package data

import (
	"slices"
	"testing"
)

func TestNameQuery(t *testing.T) {
	for _, test := range []struct {
		typed, author  string
		matches, names bool
	}{
		{"Yann LeCun", "Yann LeCun", true, true},
		{"lecun yann", "Yann LeCun", true, true},
		{"LeCun, Yann", "Yann LeCun", true, true},
		{"Y. LeCun", "Yann LeCun", true, true},
		{"LeCun Y", "Yann LeCun", true, true},
		{"LeCun", "Yann LeCun", true, false},
		{"Yann", "Yann LeCun", true, false},
		{"Smith, Noah A.", "Noah A. Smith", true, true},
		{"Noah Smith", "Noah A. Smith", true, true},
		{"N Smith", "Noah A. Smith", true, true},
		{"William Wang", "William Yang Wang", true, true},
		{"William Yang", "William Yang Wang", true, false},
		{"Smith, John", "Johanna Smith", false, false},
		{"Laurens van der Maaten", "van der Maaten, Laurens", true, true},
		{"van der Maaten", "Laurens van der Maaten", true, true},
		{"Maaten, L. van der", "Laurens van der Maaten", true, true},
		{"Günter Mühlbach", "Guenter Muehlbach", true, true},
		{"Guenter Muehlbach", "Günter Mühlbach", true, true},
		{"Soren Oersted", "Søren Ørsted", true, true},
		{"Strauß", "David Friedrich Strauss", true, false},
		{"OConnor", "Brendan O'Connor", true, false},
		{"O'Connor B", "Brendan O'Connor", true, true},
		{"Jean-Pierre Serre", "Serre, J.-P.", false, false},
		{"J.-P. Serre", "Jean-Pierre Serre", true, true},
		{"A A Smith", "Alan Smith", false, false},
		{"A", "Alan Smith", false, false},
		{"X", "X", true, false},
		{"", "Alan Smith", false, false},
		{"...", "...", false, false},
	} {
		q := ParseName(test.typed)
		key := AuthorKey(test.author)
		if got := q.Matches(key); got != test.matches {
			t.Errorf("ParseName(%q).Matches(key of %q) = %v, want %v", test.typed, test.author, got, test.matches)
		}
		if got := q.Names(key); got != test.names {
			t.Errorf("ParseName(%q).Names(key of %q) = %v, want %v", test.typed, test.author, got, test.names)
		}
	}
	if q := ParseNamePrefix("yann lec"); !q.Names("yann lecun") || q.Names("yann cunle") {
		t.Error(`ParseNamePrefix("yann lec"): want it to name "yann lecun" and not "yann cunle"`)
	}
}

func TestSurnameOfKey(t *testing.T) {
	for _, author := range []string{"Laurens van der Maaten", "Martin Luther King, Jr.", "李明", "Plato", "Gabriel García Márquez"} {
		if got, want := SurnameOfKey(AuthorKey(author)), Surname(author); got != want {
			t.Errorf("SurnameOfKey(key of %q) = %q, want %q", author, got, want)
		}
	}
}

func TestWithoutUmlauts(t *testing.T) {
	for word, want := range map[string]string{"muller": "muller", "mueller": "muller", "goethe": "gothe", "oe": "o", "aaa": "a", "aee": "a", "aagaard": "agard", "müller": "müller", "": ""} {
		if got := WithoutUmlauts(word); got != want {
			t.Errorf("WithoutUmlauts(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestNameQueryMeans(t *testing.T) {
	for _, test := range []struct {
		typed, author string
		want          bool
	}{
		{"lecun", "Yann LeCun", true}, {"yann", "Yann LeCun", true}, {"connor", "Brendan O'Connor", true}, {"oconnor", "Brendan O'Connor", true},
		{"mueller", "Müller, Jürgen", true}, {"yann lecun", "LeCun, Yann", true}, {"lec", "Yann LeCun", false}, {"bottou", "Yann LeCun", false}, {"...", "...", false},
	} {
		if got := ParseName(test.typed).Means(test.author); got != test.want {
			t.Errorf("ParseName(%q).Means(%q) = %v, want %v", test.typed, test.author, got, test.want)
		}
	}
	if !ParseNamePrefix("lec").Means("Yann LeCun") {
		t.Error(`ParseNamePrefix("lec").Means("Yann LeCun") = false, want true`)
	}
}

func TestNameQueryInOrder(t *testing.T) {
	for _, test := range []struct {
		typed, key string
		want       bool
	}{
		{"wei wang", "wei wang", true}, {"wei wang", "wang wei", false}, {"y lecun", "yann lecun", true}, {"lecun y", "yann lecun", false}, {"noah smith", "noah a smith", true}, {"mueller", "jurgen muller", true},
	} {
		if got := ParseName(test.typed).InOrder(test.key); got != test.want {
			t.Errorf("ParseName(%q).InOrder(%q) = %v, want %v", test.typed, test.key, got, test.want)
		}
	}
	if !ParseNamePrefix("yann lec").InOrder("yann lecun") {
		t.Error(`ParseNamePrefix("yann lec").InOrder("yann lecun") = false, want true`)
	}
}

func TestMayBeSameName(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"yann lecun", "y lecun", true},
		{"yann lecun", "yann a lecun", true},
		{"yann lecun", "lecun yann", true},
		{"yann lecun", "lecun y", true},
		{"christopher d manning", "christopher manning", true},
		{"christopher d manning", "christopher david manning", true},
		{"c d manning", "christopher david manning", true},
		{"christopher d manning", "c manning", true},
		{"jurgen muller", "juergen mueller", true},
		{"martin luther king jr", "martin luther king", true},
		{"yann lecun", "yann andre lecun", false},
		{"min zhang", "ming zhang", false},
		{"min zhang", "min ling zhang", false},
		{"min zhang", "m zhang", true},
		{"min zhang", "zhang min", true},
		{"christopher d manning", "christopher e manning", false},
		{"lecun", "yann lecun", false},
		{"a b", "a c", false},
		{"", "", false},
	} {
		if got := MayBeSameName(test.a, test.b); got != test.want || got != MayBeSameName(test.b, test.a) {
			t.Errorf("MayBeSameName(%q, %q) = %v, and %v the other way round; want %v", test.a, test.b, got, MayBeSameName(test.b, test.a), test.want)
		}
	}
}

// TestSpellingsOfKey checks that each spelling may be of the same name, and that those that papers
// use are among them.
func TestSpellingsOfKey(t *testing.T) {
	for key, want := range map[string][]string{
		"yann lecun":             {"yann lecun", "lecun yann", "y lecun", "lecun y", "yann a lecun", "y a lecun"},
		"christopher d manning":  {"christopher manning", "c d manning", "c manning", "manning c d"},
		"wei jie li":             {"w j li", "wei j li", "li wei jie"},
		"laurens van der maaten": {"l van der maaten"},
	} {
		got := SpellingsOfKey(key)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%q: %q is not among %q", key, w, got)
			}
		}
		for _, w := range got {
			if !MayBeSameName(key, w) {
				t.Errorf("%q: %q may not be the same name", key, w)
			}
		}
	}
	for _, key := range []string{"", "lecun", "von"} {
		if got := SpellingsOfKey(key); len(got) > 0 {
			t.Errorf("%q: %q", key, got)
		}
	}
}
