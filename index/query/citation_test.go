package query

import "testing"

func TestEtAl(t *testing.T) {
	for typed, want := range map[string]string{
		"Devlin et al. 2019":           "Devlin 2019",
		"devlin et al bert":            "devlin bert",
		"Smith et al., (2020) parsing": "Smith 2020 parsing",
		"et al":                        "et al",
		"arabesque et alia":            "arabesque et alia",
		`title:"Devlin et al." x`:      `title:"Devlin et al." x`,
	} {
		if got := Parse(typed).String(); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}

func TestParseTyping(t *testing.T) {
	for _, test := range []struct {
		typed string
		is    bool
	}{
		{"diffusion mod", true}, {"mod", true}, {"diffusion mod ", false}, {"diffusion \"mod", true}, {"author:lec", false}, {"a OR b", false}, {"", false}, {"C++", false},
		{"bert 2203.03850", false}, {"devlin et al", false}, {"BERT AND", false},
	} {
		nodes := ParseTyping(test.typed).Clauses()
		is := false
		if len(nodes) > 0 {
			_, is = nodes[len(nodes)-1].(Typed)
		}
		if is != test.is {
			t.Errorf("%q is still being typed: %v", test.typed, is)
		}
		if got, want := ParseTyping(test.typed).String(), Parse(test.typed).String(); got != want {
			t.Errorf("%q is printed %q, want %q", test.typed, got, want)
		}
	}
}
