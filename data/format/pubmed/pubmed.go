// Package pubmed reads the XML of PubMed and PubMed Central: the responses and yearly files of
// PubMed (PubmedArticleSet; nlm.nih.gov/bsd/licensee/elements_descriptions.html), and articles in
// JATS, .nxml (jats.nlm.nih.gov), one or several per document.
//
// citation.go has the types of PubMed's citations and adapts them, deposit.go those of the articles that
// publishers send; article.go does the same for the front matter of articles, whose bodies are skipped.
// All are read element by element, so
// that a file may have any length.
package pubmed

import (
	"context"
	"encoding/xml"
	"slices"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Formats returns this package's entries in the table of formats.
func Formats() []format.Format {
	return []format.Format{
		{Name: "pubmed-xml", Title: "PubMed's XML", Sniff: xmlread.Sniffer(isCitations), Read: ReadCitations},
		{Name: "jats", Title: "JATS or BITS XML of PubMed Central or a publisher (.nxml)", Sniff: xmlread.Sniffer(isArticles), Read: ReadArticles},
		{Name: "pubmed-deposit", Title: "XML that publishers send to PubMed", Sniff: xmlread.Sniffer(isDeposit), Read: readDeposits},
	}
}

func isCitations(root xml.StartElement, _ []byte) bool {
	return slices.Contains([]string{"PubmedArticleSet", "PubmedArticle", "PubmedBookArticle", "PubmedBookArticleSet", "MedlineCitationSet", "MedlineCitation"}, root.Name.Local)
}

// isArticles recognizes articles, and books and chapters in BITS. An article must have front matter,
// and may be in the response of an OAI-PMH repository.
func isArticles(root xml.StartElement, head []byte) bool {
	switch root.Name.Local {
	case "article":
		return xmlread.Mentions(head, "<front", "article-meta")
	case "OAI-PMH":
		return xmlread.Mentions(head, "<front") && xmlread.Mentions(head, "<article")
	case "book", "book-part-wrapper":
		return xmlread.Mentions(head, "<book-meta", "<book-part-meta")
	}
	return root.Name.Local == "pmc-articleset"
}

// ReadCitations yields the papers of PubMed's XML.
func ReadCitations(ctx context.Context, in format.Input) format.Records {
	return xmlread.Reader[wireArticle]{
		Source: format.SourcePubMed, Names: []string{"PubmedArticle", "PubmedBookArticle", "MedlineCitation"},
		Adapt: func(r *data.Record, e xmlread.Element[wireArticle]) error {
			return adaptCitation(r, e.Value.citation())
		},
	}.Read(ctx, in)
}

func isDeposit(root xml.StartElement, _ []byte) bool { return root.Name.Local == "ArticleSet" }

var readDeposits = xmlread.Reader[wireDeposit]{Source: format.SourcePubMed, Names: []string{"Article"}, Adapt: adaptDeposit}.Read

// ReadArticles yields the papers of JATS and BITS.
func ReadArticles(ctx context.Context, in format.Input) format.Records {
	var book wireFront // the book of the chapter that follows
	return xmlread.Reader[wireFront]{
		Source: format.SourcePubMed, Names: []string{"front", "book-meta", "book-part-meta", "collection-meta"},
		Adapt: func(r *data.Record, e xmlread.Element[wireFront]) error {
			switch name := e.Tag.Name.Local; {
			case e.IsIn("sub-article", "response", "related-object"):
				return format.ErrSkip // a translation or review within another article
			case name == "front":
				return adaptArticle(r, e)
			case name == "collection-meta":
				book.series = xmlread.First(e.Value.PartTitle)
				return format.ErrSkip
			case name == "book-meta":
				e.Value.series = book.series
				if book = e.Value; e.IsIn("book-part-wrapper") {
					return format.ErrSkip
				}
				return adaptBook(r, e)
			case e.IsIn("book-part-wrapper"):
				return adaptChapter(r, e, book)
			}
			return format.ErrSkip // a chapter of a whole book
		},
	}.Read(ctx, in)
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
