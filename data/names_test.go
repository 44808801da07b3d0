package data

import (
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for _, test := range []struct{ in, key, surname string }{
		{"Laurens van der Maaten", "laurens van der maaten", "maaten"},
		{"van der Maaten, Laurens", "laurens van der maaten", "maaten"},
		{"Maaten, L. van der", "l van der maaten", "maaten"},
		{"Jean-Baptiste  Müller", "jean baptiste muller", "muller"},
		{"MÜLLER, J.-B.", "j b muller", "muller"},
		{"Conan O'Brien", "conan obrien", "obrien"},
		{"Martin Luther King, Jr.", "martin luther king jr", "king"},
		{"Sammy Davis III", "sammy davis iii", "davis"},
		{"García Márquez, Gabriel", "gabriel garcia marquez", "marquez"},
		{"Gabriel García Márquez", "gabriel garcia marquez", "marquez"},
		{"李明", "李明", "李明"},
		{"Plato", "plato", "plato"},
		{"de la", "de la", "dela"},
		{"...", "", ""},
		{"", "", ""},
	} {
		if got := AuthorKey(test.in); got != test.key {
			t.Errorf("AuthorKey(%q) = %q, want %q", test.in, got, test.key)
		}
		if got := Surname(test.in); got != test.surname {
			t.Errorf("Surname(%q) = %q, want %q", test.in, got, test.surname)
		}
	}
}

// FuzzAuthorKey compares AuthorKey, which has a fast path, with its definition.
func FuzzAuthorKey(f *testing.F) {
	for _, name := range []string{"J.-P. Müller", "J. P. Miller", " A  B- ", "O'Brien", "Davis, Jr.", "...", "x2 Y"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if got, want := AuthorKey(name), strings.Join(nameWords(name), " "); got != want {
			t.Errorf("AuthorKey(%q) = %q, want %q", name, got, want)
		}
	})
}

func BenchmarkAuthorKey(b *testing.B) {
	for b.Loop() {
		AuthorKey("Jean-Baptiste P. Miller")
	}
}

func TestFamilyFirst(t *testing.T) {
	for in, want := range map[string]string{
		"Ashish Vaswani":           "Vaswani, Ashish",
		"Laurens van der Maaten":   "van der Maaten, Laurens",
		"Charles de la Vallée":     "de la Vallée, Charles",
		"Van Nguyen":               "Nguyen, Van",
		"Luc Van Gool":             "Van Gool, Luc",
		"Guy Van den Broeck":       "Van den Broeck, Guy",
		"Fernando De la Torre":     "De la Torre, Fernando",
		"Thanh Van Nguyen":         "Nguyen, Thanh Van",
		"Tran Van Hung":            "Hung, Tran Van",
		"Quoc V. Le":               "Le, Quoc V.",
		"Maaten, Laurens van der":  "van der Maaten, Laurens",
		"Berg, A. van den, Jr.":    "van den Berg, A., Jr.",
		"The AWAKE Project":        "The AWAKE Project",
		"J.-B.  Müller":            "Müller, J.-B.",
		"Müller, J.-B.":            "Müller, J.-B.",
		"Martin Luther King, Jr.":  "King, Martin Luther, Jr.",
		"Martin Luther King Jr.":   "King, Martin Luther, Jr.",
		"King, Martin Luther, Jr.": "King, Martin Luther, Jr.",
		"Sammy Davis III":          "Davis, Sammy, III",
		"Plato":                    "Plato",
		"Plato Jr.":                "Jr., Plato",
		"The LHCb Collaboration":   "The LHCb Collaboration",
		"Smith and Sons":           "Smith and Sons",
		"University of Somewhere":  "University of Somewhere",
		"山田 太郎":                    "山田 太郎",
		"李明":                       "李明",
		"de la":                    "la, de",
		"":                         "",
		" , ":                      ",",
	} {
		if got := FamilyFirst(in); got != want {
			t.Errorf("FamilyFirst(%q) = %q, want %q", in, got, want)
		}
	}
}
