package format

import (
	"regexp"
	"strings"
)

// Extra holds the ids in the free-text field of a reference that Zotero calls "extra" and CSL
// "note". People, and Zotero's translators, write one per line.
type Extra struct {
	// ArXiv and DOI include their scheme ("arXiv:1706.03762 [cs.CL]"), PMID and PMCID do not.
	// They are empty if not stated.
	ArXiv, DOI, PMID, PMCID string
	// Categories has the categories of arXiv's stamp, "[cs.CL, stat.ML]".
	Categories []string
}

// arXivStamp matches the stamp that arXiv's exports put into a note, such as
// "arXiv:1706.03762 [cs.CL, stat.ML]".
var arXivStamp = regexp.MustCompile(`(?i)arxiv:\s*\S+\s*\[([^\]]+)\]`)

// ReadExtra returns the ids that lines of a note state, and the first if there are several of a
// kind.
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
