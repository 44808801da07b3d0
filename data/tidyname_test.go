package data

import "testing"

func TestTidyName(t *testing.T) {
	for name, want := range map[string]string{
		"; Hoo-Chang Shin": "Hoo-Chang Shin", ";": "", " , Ada Lovelace": "Ada Lovelace", "Lev Kharlashkin,": "Lev Kharlashkin",
		"Sample, Jr., Kurt": "Sample, Jr., Kurt", "J. Doe": "J. Doe", "Plato": "Plato", "; ; Di Eugenio, Barbara ,": "Di Eugenio, Barbara", "Petr H&aacute;j": "Petr H&aacute;j",
	} {
		r := Record{Paper: Paper{Title: "T", Authors: []string{name}, Editors: []string{name}}}
		if err := Validate(&r); err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(r.Paper.Authors) > 0 {
			got = r.Paper.Authors[0]
		}
		if got != want || len(r.Paper.Editors) > 0 && r.Paper.Editors[0] != want {
			t.Errorf("%q: got %q and %q, want %q", name, got, r.Paper.Editors, want)
		}
	}
}
