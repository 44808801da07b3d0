package xmlread

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"paperboy/data"
	"paperboy/data/format"
)

func TestSource(t *testing.T) {
	for in, want := range map[string]string{
		`<a>Jam &plus; bread at 5&percnt; &rgr;&b.alpha;&eacute;</a>`:                   "Jam + bread at 5% ρα" + "é",
		`<a>&amp; &lt; &gt; &quot; &apos; &AMP; &LT;</a>`:                               `& < > " ' & <`,
		`<a>R&D &c; AT&T; A & B &; &#; &</a>`:                                           "R&D  AT A & B &;  &",
		`<a>&#x3b1;&#946;&#X3B3;&#0;&#1;&#xD800;&#99999999999;</a>`:                     "αβγ",
		`<a><![CDATA[&plus; <b> ]] > ]]>&plus;<!-- &x; - -->&plus;<?p &y; ?>&plus;</a>`: "&plus; <b> ]] > +++",
		"<a>A\x01B\x00C\x1fD</a>":                                                       "ABCD",
		"<?xml version='1.1' encoding='UTF-8'?><a>caf\xe9 \xc3\xa9 \x93q\x94</a>":       "café é “q”",
		"\n <?xml version='1.0' encoding=\"ISO646-US\" standalone='yes'?>\n<a>A</a>":    "A",
		"<?xml version='1.0' encoding='utf-16'?><a>é</a>":                               "é",
		"<?xml version='1.0' encoding='Latin1'?><a>\xe9</a>":                            "é",
		"<?xml version='1.0' encoding='csISOLatin2'?><a>\xb1</a>":                       "ą",
		"<?xml version='1.0' encoding='IBM850'?><a>\x82</a>":                            "é",
		"\uFEFF<?xml version='1.0'?><a>B</a>":                                           "B",
		"<?xml-stylesheet href='x'?><a>C</a>":                                           "C",
		"<a>" + strings.Repeat("é&rgr;", windowBytes) + "</a>":                          strings.Repeat("éρ", windowBytes),
	} {
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(in), "by byte": iotest.OneByteReader(strings.NewReader(in))} {
			var got []string
			for e, err := range Elements[string](r, "a") {
				if err != nil {
					t.Errorf("%.80q, %s: %v", in, name, err)
				}
				got = append(got, e.Value)
			}
			if !slices.Equal(got, []string{want}) {
				t.Errorf("%.80q, %s: %.80q, want %.80q", in, name, got, want)
			}
		}
	}
}

// TestFaults checks that exactly the records in which something was mended have a warning.
func TestFaults(t *testing.T) {
	in := format.Input{Reader: strings.NewReader("<s>&out;<a>A</a><a>B&nope;&nope2;</a><a>&plus;</a><a>\xe9</a></s>")}
	read := Reader[string]{Names: []string{"a"}, Adapt: func(r *data.Record, e Element[string]) error {
		r.Paper.Title = e.Value
		return nil
	}}
	var got []string
	for r, err := range read.Read(context.Background(), in) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Paper.Title+" "+strings.Join(r.Origin.Warnings, ","))
	}
	if want := []string{"A ", "B entity_unknown", "+ ", "é encoding_guessed"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"<t>Stars of the\n  <inline-formula>\n <math>\n <mi>β</mi>\n </math>\n </inline-formula>\n group.</t>":                 "Stars of the β group.",
		"<t>A<sub>2</sub> <xref>1</xref>\n\n<p>B</p></t>":                                                                      "A2",
		"<t><alternatives><math><mi>x</mi></math><tex-math>$x$</tex-math></alternatives> is <tex-math>$\\beta$</tex-math></t>": "x is β",
	} {
		for e, err := range Elements[Text](strings.NewReader(in), "t") {
			if got, _, _ := strings.Cut(strings.TrimSpace(strings.Join(strings.Fields(e.Value.Plain()), " ")), " B"); err != nil || got != want {
				t.Errorf("%q is %q, want %q (%v)", in, got, want, err)
			}
		}
	}
}

// FuzzSource checks that a document is read alike however it arrives.
func FuzzSource(f *testing.F) {
	f.Add("<?xml version='1.0' encoding='latin1'?><a>\xe9&plus;&x;<![CDATA[>]]>--></a>")
	f.Fuzz(func(t *testing.T, text string) {
		whole, wholeErr := io.ReadAll(newSource(strings.NewReader(text)))
		bytewise, byteErr := io.ReadAll(newSource(iotest.OneByteReader(strings.NewReader(text))))
		if string(whole) != string(bytewise) || (wholeErr == nil) != (byteErr == nil) {
			t.Errorf("%q is read as %q (%v) at once and as %q (%v) by bytes", text, whole, wholeErr, bytewise, byteErr)
		}
	})
}
