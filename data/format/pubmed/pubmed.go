// Package pubmed reads the XML of PubMed and PubMed Central: the responses and yearly files of
// PubMed (PubmedArticleSet; nlm.nih.gov/bsd/licensee/elements_descriptions.html), and articles in
// JATS, .nxml (jats.nlm.nih.gov), one or several per document.
//
// citation.go has the types of PubMed's citations and adapts them; article.go does the same for
// the front matter of articles, whose bodies are skipped. Both are read element by element, so
// that a file may have any length.
package pubmed

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"slices"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Formats returns this package's entries in the table of formats.
func Formats() []format.Format {
	return []format.Format{
		{Name: "pubmed-xml", Title: "PubMed's XML", Sniff: sniffer("PubmedArticleSet", "PubmedArticle", "PubmedBookArticle", "MedlineCitationSet"), Read: ReadCitations},
		{Name: "jats", Title: "JATS XML of PubMed Central or a publisher (.nxml)", Sniff: sniffer("article", "pmc-articleset"), Read: ReadArticles},
	}
}

// sniffer returns a function that recognizes documents by the name of the outermost element. An
// article must also have front matter, and may be in the response of an OAI-PMH repository.
func sniffer(names ...string) func(head []byte) bool {
	return func(head []byte) bool {
		d := xml.NewDecoder(bytes.NewReader(head))
		d.Strict = false
		d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // the names of elements are ASCII
		for {
			token, err := d.RawToken()
			if err != nil {
				return false
			}
			if tag, ok := token.(xml.StartElement); ok {
				hasFront := bytes.Contains(head, []byte("<front"))
				switch name := tag.Name.Local; name {
				case "article":
					return slices.Contains(names, name) && hasFront
				case "OAI-PMH":
					return slices.Contains(names, "article") && hasFront && bytes.Contains(head, []byte("<article"))
				default:
					return slices.Contains(names, name)
				}
			}
		}
	}
}

// ReadCitations yields the papers of PubMed's XML.
func ReadCitations(_ context.Context, in format.Input) format.Records {
	elements := xmlread.Elements[wireArticle](in, "PubmedArticle", "PubmedBookArticle", "MedlineCitation")
	return format.Each(in, elements, func(e xmlread.Element[wireArticle]) (data.Record, error) {
		r := in.NewRecord(e.Name(), 0, format.SourcePubMed)
		return r, adaptCitation(&r, e.Value.citation())
	})
}

// ReadArticles yields the papers of JATS.
func ReadArticles(_ context.Context, in format.Input) format.Records {
	elements := xmlread.Elements[wireFront](in, "front")
	return format.Each(in, elements, func(e xmlread.Element[wireFront]) (data.Record, error) {
		r := in.NewRecord(e.Name(), 0, format.SourcePubMed)
		for _, around := range e.Within {
			if name := around.Name.Local; name == "sub-article" || name == "response" {
				return r, format.ErrSkip // a translation or review within another article
			}
		}
		return r, adaptArticle(&r, e.Value)
	})
}

// setIDs sets the id to the DOI or else to the first PubMed number; the others become aliases.
func setIDs(r *data.Record, doi, pmid, pmcid string) {
	r.Paper.DOI = doi
	pmid, pmcid = format.PubMedID(format.SchemePMID, pmid), format.PubMedID(format.SchemePMCID, pmcid)
	format.SetIDs(r, doi, pmid, pmcid)
	if pmid != "" {
		r.Paper.URLs = append(r.Paper.URLs, "https://pubmed.ncbi.nlm.nih.gov/"+pmid[len(format.SchemePMID)+1:]+"/")
	}
}
