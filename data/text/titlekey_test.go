package text

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"paperboy/data/sharedtest"
)

func TestTitleKey(t *testing.T) {
	for _, same := range [][]string{
		{"PanGu-$\\pi$: Enhancing Language Models", "PanGu-π: Enhancing language models", "PanGu-pi: Enhancing Language-Models"},
		{`Order $\hbar$ Corrections to the Dynamics`, "Order hbar corrections to the dynamics"},
		{`Generalized M\"obius transforms`, `Generalized M{\"o}bius Transforms`, "Generalized Möbius\n  Transforms"},
		{"H<sub>2</sub>O &amp; its many isotopes", "H$_2$O \\& its many isotopes"},
		{`\textbf{Deep} Learning with \emph{Stra{\ss}en}`, "Deep learning with Straßen"},
		{`The $\mathcal{O}(n)$ algorithm we use`, "The O(n) algorithm we use"},
		{"深度学习在自然语言处理中的应用", "深度学习 在 自然语言处理 中的应用"},
	} {
		for _, title := range same[1:] {
			if a, b := TitleKey(same[0]), TitleKey(title); a != b || a == "" {
				t.Errorf("keys of %q and %q are %q and %q, want them equal", same[0], title, a, b)
			}
		}
	}
	for _, title := range []string{"", "Introduction", "Preface", "Editorial", "Editorial Board", "Invited Talk", "序言", "$$$ --- !!!"} {
		if key := TitleKey(title); key != "" {
			t.Errorf("TitleKey(%q) = %q, want none", title, key)
		}
	}
}

// TestTitleKeyOfDuplicates reads 757 papers that are both in the ACL Anthology and on arXiv,
// many of them with different spellings of the title.
func TestTitleKeyOfDuplicates(t *testing.T) {
	f, err := os.Open(sharedtest.Path(t, "testsets/duplicates_acl_arxiv.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan()
	pairs := 0
	for lines.Scan() {
		columns := strings.Split(lines.Text(), "\t")
		pairs++
		if a, b := TitleKey(columns[3]), TitleKey(columns[4]); a != b || a == "" {
			t.Errorf("keys of %q and %q are %q and %q", columns[3], columns[4], a, b)
		}
	}
	if err := lines.Err(); err != nil || pairs != 757 {
		t.Errorf("%d pairs, %v, want 757", pairs, err)
	}
}

func FuzzTitleKey(f *testing.F) {
	f.Add(`On \"{o} <i>x</i> &amp; $\varepsilon$ \`)
	f.Fuzz(func(t *testing.T, title string) {
		key := TitleKey(title)
		if again := TitleKey(key); key != "" && again != key {
			t.Errorf("TitleKey(%q) = %q, but again %q", title, key, again)
		}
	})
}
