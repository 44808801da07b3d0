package latex

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReadable(t *testing.T) {
	for in, want := range map[string]string{
		"~10 of {a, b} -- {0,1}":                      "~10 of {a, b} -- {0,1}",
		"between {entropy collapse} and {BERT}":       "between entropy collapse and BERT",
		`\bar(M)_(0,n) and \bar{M}`:                   "M̄_(0,n) and M̄",
		`by Langton \cite{Langton90} and~\ref{a}, so`: "by Langton and, so",
		`Erd\H{o}s said \emph{all} of \textbf{it`:     "Erdős said all of it",
		`collapse} and {entropy`:                      "collapse and entropy",
		`we call \hydra a $\La(R)$ in \{0,1\}`:        "we call hydra a La(R) in {0,1}",
		`\$5 or $10, US$ but Modeling$ and $ N $`:     "$5 or $10, US$ but Modeling and  N ",
		`\href{https://a.b/c}{here} \(x\) a \\ b`:     "here x a   b",
		"``striped'' it is":                           "“striped” it is",
		`$\begin{pmatrix} a & b \end{pmatrix}$`:       " a & b",
	} {
		if got := Readable(in); got != want {
			t.Errorf("Readable(%s)\n got %q\nwant %q", in, got, want)
		}
	}
}

// FuzzReadable checks that no command and no single brace is left.
func FuzzReadable(f *testing.F) {
	f.Add(`a \cite{b} \emph{c {d} $x$ \$5 \bar(M) {e, f}`)
	f.Add(`\\alpha}{\\\beta \{ \href{\url{a}}{`)
	f.Fuzz(func(t *testing.T, s string) {
		got := Readable(s)
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("Readable(%q) = %q", s, got)
		}
		if strings.Count(got, "{") != strings.Count(got, "}") || hasCommand.MatchString(got) {
			t.Errorf("Readable(%q) = %q", s, got)
		}
	})
}
