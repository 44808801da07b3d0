package bibtex

import (
	"regexp"
	"strconv"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/latex"
)

// setIDs sets the DOI, the URLs and the ids. The id is the arXiv id, or else the DOI if the entry
// also has a PubMed number, which is always an alias. In other cases the id is left to
// data.Validate.
func setIDs(r *data.Record, e entry) {
	p := &r.Paper
	extra := format.ReadExtra(latex.Plain(e.Fields["note"]))
	p.DOI = doi(e, extra)
	if id, ok := arXivID(e, extra); ok {
		p.ID = id
	}
	if code := addresses(first(e, "repository")); len(code) > 0 {
		p.Repository = code[0]
	}
	archive := archiveOf(e)
	pmid, pmcid := firstOf(first(e, "pmid", "pubmedid", "pubmed_id", "pubmed-id", "pubmed"), extra.PMID), firstOf(first(e, "pmcid", "pmc", "pmc_id"), extra.PMCID)
	switch archive {
	case "pubmed", "pmid", "medline":
		pmid = firstOf(pmid, first(e, "eprint"))
	case "pmc", "pmcid", "pubmedcentral":
		pmcid = firstOf(pmcid, first(e, "eprint"))
	}
	for _, stated := range [][2]string{{format.SchemePMID, pmid}, {format.SchemePMCID, pmcid}} {
		scheme, number := stated[0], latex.Plain(stated[1])
		if number == "" {
			continue
		}
		if at := strings.LastIndexByte(number, ':'); at >= 0 { // "PMID: 12"
			number = number[at+1:]
		}
		id, err := data.ParseID(format.PubMedID(scheme, number))
		if err != nil {
			continue
		}
		if doi, err := data.ParseID(p.DOI); err == nil && p.ID == "" {
			p.ID = doi // in preference to the PubMed number
		}
		r.Aliases = append(r.Aliases, id)
	}
	setURLs(r, e)
}

// setURLs sets the addresses. The ids are known.
func setURLs(r *data.Record, e entry) {
	var own []string
	for i := 1; i <= data.MaxURLs; i++ {
		urls := addresses(e.Fields[ownURL+strconv.Itoa(i)])
		if len(urls) == 0 {
			break
		}
		own = append(own, urls...)
	}
	stated := addresses(e.Fields["url"])
	if len(stated) == 1 {
		stated = format.OwnAddresses(r, stated[0], own)
	} else {
		stated = append(stated, own...)
	}
	for _, field := range []string{"ee", "link", "adsurl", "biburl", "howpublished", "note"} {
		stated = append(stated, addresses(e.Fields[field])...)
	}
	r.Paper.URLs = stated
}

// doi returns the DOI as it is written in its field, or else in one for another id or an address.
func doi(e entry, extra format.Extra) string {
	stated := strings.TrimSpace(first(e, "doi"))
	if strings.ContainsAny(stated, `\{$`) { // else "--" is no dash
		stated = latex.Plain(stated)
	}
	if stated != "" {
		return stated
	}
	candidates := []string{extra.DOI}
	if archiveOf(e) == "doi" {
		candidates = append(candidates, first(e, "eprint"))
	}
	for _, field := range []string{"note", "howpublished", "eprint", "ee", "url", "link", "bdsk-url-1", "number"} {
		candidates = append(candidates, strings.TrimSuffix(strings.TrimPrefix(first(e, field), `\url{`), "}"))
	}
	for _, c := range candidates {
		if !strings.Contains(c, "10.") {
			continue
		}
		if id, err := data.ParseID(strings.TrimSpace(unescape.Replace(c))); err == nil && id.Scheme() == data.SchemeDOI {
			return strings.TrimPrefix(string(id), data.SchemeDOI+":")
		}
	}
	return ""
}

var unescape = strings.NewReplacer(`\_`, "_", `\%`, "%", `\#`, "#", `\&`, "&", `\~{}`, "~", `{\textasciitilde}`, "~", `\textasciitilde{}`, "~", `\~`, "~", `{_}`, "_", `$\sim$`, "~", `{\_}`, "_")

// urlCommand matches the argument of \url or \href.
var urlCommand = regexp.MustCompile(`\\(?:url|href|nolinkurl)\s*\{([^{}]*)\}`)

// addresses returns the addresses that a field has, alone or in commands.
func addresses(field string) []string {
	field = strings.TrimSpace(field)
	var found []string
	for _, m := range urlCommand.FindAllStringSubmatch(field, -1) {
		if found = append(found, strings.TrimSpace(m[1])); len(found) == 10 {
			return found
		}
	}
	if strings.HasPrefix(field, "http") && !strings.ContainsAny(field, " \n") {
		found = append(found, unescape.Replace(field))
	}
	return found
}

// archiveOf returns the name of the archive that the eprint field is about, in lower case.
func archiveOf(e entry) string {
	return strings.ToLower(strings.TrimSpace(first(e, "eprinttype", "archiveprefix", "archive")))
}

// arXivID returns the arXiv id in arxivid, or else in eprint if that is not of another archive, or
// where Google Scholar and DBLP have it.
func arXivID(e entry, extra format.Extra) (data.ID, bool) {
	candidates := []string{first(e, "arxivid", "arxiv")}
	if archive := archiveOf(e); archive == "" || strings.Contains(archive, data.SchemeArXiv) {
		candidates = append(candidates, first(e, "eprint"))
	}
	candidates = append(candidates, extra.ArXiv)
	for _, field := range []string{"journal", "journaltitle", "note", "howpublished", "publisher", "booktitle", "number"} {
		if number := arXivNumber.FindStringSubmatch(e.Fields[field]); number != nil {
			candidates = append(candidates, number[1])
		}
	}
	if isCoRR(e) {
		candidates = append(candidates, strings.TrimPrefix(first(e, "volume"), "abs/"))
	}
	for _, c := range candidates {
		if c == "" {
			continue
		}
		c, _, _ = strings.Cut(unescape.Replace(c), " [")
		if id, err := data.ParseID(strings.TrimSpace(c)); err == nil && id.Scheme() == data.SchemeArXiv {
			return id, true
		}
	}
	return "", false
}

// arXivNumber matches "arXiv preprint arXiv:1706.03762" and the like.
var arXivNumber = regexp.MustCompile(`(?i)^\W*(?:arxiv\s+(?:e-?|pre-?)?prints?[\s,:]+)?(?:arxiv[\s:]+)(?:abs/)?([a-z-]+(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5}(?:v\d+)?)\b`)
