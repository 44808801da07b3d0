package data

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplitName(t *testing.T) {
	for in, want := range map[string]PersonName{
		"Ashish Vaswani":               {Family: "Vaswani", Given: "Ashish"},
		"Vaswani, Ashish":              {Family: "Vaswani", Given: "Ashish"},
		"Laurens van der Maaten":       {Particle: "van der", Family: "Maaten", Given: "Laurens"},
		"Maaten, Laurens van der":      {Particle: "van der", Family: "Maaten", Given: "Laurens"},
		"van der Maaten, Laurens":      {Particle: "van der", Family: "Maaten", Given: "Laurens"},
		"Luc Van Gool":                 {Family: "Van Gool", Given: "Luc"},
		"Test von und zu Muster":       {Particle: "von und zu", Family: "Muster", Given: "Test"},
		"Ludwig van Beethoven, Sr.":    {Particle: "van", Family: "Beethoven", Given: "Ludwig", Suffix: "Sr."},
		"John Sample Jr.":              {Family: "Sample", Given: "John", Suffix: "Jr."},
		"Sample, John, Jr.":            {Family: "Sample", Given: "John", Suffix: "Jr."},
		"Sample, Jr., John":            {Family: "Sample", Given: "John", Suffix: "Jr."},
		"de Souza, Test Jr.":           {Particle: "de", Family: "Souza", Given: "Test", Suffix: "Jr."},
		"Test MUSTER III":              {Family: "MUSTER", Given: "Test", Suffix: "III"},
		"Jean-Paul d'Essai":            {Family: "d'Essai", Given: "Jean-Paul"},
		"Maria de la Prueba":           {Particle: "de la", Family: "Prueba", Given: "Maria"},
		"bell hooks":                   {Family: "hooks", Given: "bell"},
		"Plato":                        {Literal: "Plato"},
		"李 明":                          {Literal: "李 明"},
		"Family, Given, Jr., and more": {Literal: "Family, Given, Jr., and more", IsGroup: true},
		"A, B, C, D":                   {Literal: "A, B, C, D"},
		"The MAST Team":                {Literal: "The MAST Team", IsGroup: true},
		"World Example Organization":   {Literal: "World Example Organization", IsGroup: true},
		"Example, Inc.":                {Literal: "Example, Inc.", IsGroup: true},
		"":                             {},
	} {
		if diff := cmp.Diff(want, SplitName(in)); diff != "" {
			t.Errorf("SplitName(%q) (-want +got):\n%s", in, diff)
		}
	}
}

func TestNameOf(t *testing.T) {
	p := Paper{Authors: []string{"Ann Example", "Open Example"}, Groups: []string{"Open Example"}}
	if got, want := p.NameOf("Open Example"), (PersonName{Literal: "Open Example", IsGroup: true}); got != want {
		t.Errorf("a group: %+v", got)
	}
	if got, want := p.NameOf("Ann Example"), (PersonName{Family: "Example", Given: "Ann"}); got != want {
		t.Errorf("a person: %+v", got)
	}
}
