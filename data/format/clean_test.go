package format

import "testing"

func TestFreeDate(t *testing.T) {
	for in, want := range map[string]string{
		"2021/05/03/": "2021-05-03", "2021/05//": "2021-05", "2021///": "2021", "2021///Spring": "2021", "2021//": "2021", "2012/07/03": "2012-07-03",
		"2024-05-28": "2024-05-28", "20190325": "2019-03-25", "2020 Feb": "2020-02", "2020 Sep 9": "2020-09-09", "2020 Apr-Jun": "2020",
		"2019 Dec-2020 Jan": "2019", "1998 Jan 5-11": "1998-01", "3 May 2021": "2021-05-03", "September 2021": "2021-09", "Sept. 2021": "2021-09",
		"05/03/2021": "2021", "2021/13/01": "2021", "2021/02/30": "2021-02", "2021-2022": "2021", "c. 1998": "1998", "20211399": "2021",
		"2021/05/03/Spring": "2021-05-03", "": "", "in press": "", "0000": "", "9999": "", "12": "",
	} {
		if got := FreeDate(in).String(); got != want {
			t.Errorf("FreeDate(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"a <b and c> d":          "a <b and c> d",
		"H<sub>2</sub>O &lt; 5":  "H2O < 5",
		"&lt;i&gt;E. coli&lt;/i": "E. coli</i",
		"<jats:title>Aim</jats:title><jats:p class=\"x\">One</jats:p>": "\n\nAim\n\n\n\nOne\n\n",
		"<mml:math><mml:mi>x</mml:mi></mml:math>":                      "x",
		"p < 0.05 > q":   "p < 0.05 > q",
		"<i>MÃ¼ller</i>": "Müller",
	} {
		if got := PlainText(in); got != want {
			t.Errorf("PlainText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestGivenFirst(t *testing.T) {
	for in, want := range map[string]string{
		"van der Maaten, Laurens": "Laurens van der Maaten", "King, Martin Luther, Jr.": "Martin Luther King Jr.", "Jane Doe": "Jane Doe",
		"Doe,": "Doe", "A, B, C, D": "A, B, C, D", "Doe , J.": "J. Doe",
	} {
		if got := GivenFirst(in); got != want {
			t.Errorf("GivenFirst(%q) = %q, want %q", in, got, want)
		}
	}
}
