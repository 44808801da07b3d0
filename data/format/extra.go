package format

import (
	"regexp"
	"strings"
)

// Extra is what people and the translators of Zotero state, a line each, in the
// free field of a reference that Zotero calls extra and CSL note.
type Extra struct {
	// ArXiv and DOI have their scheme ("arXiv:1706.03762 [cs.CL]"), PMID and PMCID
	// are bare; empty where they are not stated.
	ArXiv, DOI, PMID, PMCID string
	// Categories are those of arXiv's stamp, "[cs.CL, stat.ML]".
	Categories []string
}

// arXivStamp is what arXiv's exports put into a note, "arXiv:1706.03762 [cs.CL, stat.ML]".
var arXivStamp = regexp.MustCompile(`(?i)arxiv:\s*\S+\s*\[([^\]]+)\]`)

// ReadExtra reads the lines of a note that state an id; the first of each kind
// counts.
func ReadExtra(note string) Extra {
	var e Extra
	for line := range strings.Lines(note) {
		scheme, rest, found := strings.Cut(strings.TrimSpace(line), ":")
		rest = strings.TrimSpace(rest)
		if !found || rest == "" {
			continue
		}
		switch scheme = strings.ToLower(scheme); {
		case scheme == "arxiv" && e.ArXiv == "":
			e.ArXiv = "arXiv:" + rest
		case scheme == "doi" && e.DOI == "":
			e.DOI = "doi:" + rest
		case scheme == "pmid" && e.PMID == "":
			e.PMID = rest
		case scheme == "pmcid" && e.PMCID == "":
			e.PMCID = rest
		}
	}
	if stamp := arXivStamp.FindStringSubmatch(note); stamp != nil {
		e.Categories = strings.FieldsFunc(stamp[1], func(r rune) bool { return r == ',' || r == ' ' })
	}
	return e
}
