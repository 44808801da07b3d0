package catalogue

import "paperboy/data/format/anyjson"

// at is anyjson.At.
var at = anyjson.At

// literature returns the catalogues of papers in journals and conferences.
func literature() []catalogue {
	return []catalogue{europePMC(), dblp(), inspire(), ads(), springer(), ieee(), scopus(), eric(), aps()}
}

// europePMC has the articles of Europe PMC's REST API (europepmc.org/RestfulWebService), of any
// result type.
func europePMC() catalogue {
	return catalogue{
		name: "Europe PMC", source: "europepmc", lists: []string{"resultList.result"}, ownList: true, record: []string{"result"},
		sure: []string{"authorString", "inEPMC", "journalInfo", "pubTypeList", "hasTMAccessionNumbers", "abstractText"},
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Abstract: at("abstractText"), anyjson.Authors: at("authorList.author | authorString"),
			anyjson.Date: at("firstPublicationDate | electronicPublicationDate | journalInfo.printPublicationDate"), anyjson.Year: at("pubYear | journalInfo.yearOfPublication"),
			anyjson.Container: at("journalInfo.journal.title | journalTitle | bookOrReportDetails.comprisingTitle"),
			anyjson.Volume:    at("journalInfo.volume | journalVolume"), anyjson.Issue: at("journalInfo.issue | issue"), anyjson.Pages: at("pageInfo"),
			anyjson.Publisher: at("bookOrReportDetails.publisher"), anyjson.Series: at("bookOrReportDetails.seriesName"), anyjson.Edition: at("bookOrReportDetails.edition"),
			anyjson.ISBN: at("bookOrReportDetails.isbn13 | bookOrReportDetails.isbn10"), anyjson.ISSN: at("journalInfo.journal.issn | journalInfo.journal.essn | journalIssn"),
			anyjson.Language: at("language"), anyjson.TypeName: at("pubTypeList.pubType | pubType"),
			anyjson.DOI: at("doi"), anyjson.PMID: at("pmid"), anyjson.PMCID: at("pmcid"), anyjson.URLs: at("fullTextUrlList.fullTextUrl.url"),
		},
		prepare: prepareEuropePMC,
	}
}

// dblp has the publications of DBLP's search API (dblp.org/faq/How+to+use+the+dblp+search+API.html).
func dblp() catalogue {
	return catalogue{
		name: "DBLP", source: "dblp", lists: []string{"result.hits.hit"}, ownList: true, record: []string{"info"},
		marks: []string{"venue", "ee", "key", "access"}, min: 3,
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Authors: at("authors.author"), anyjson.Year: at("year"), anyjson.Container: at("venue"),
			anyjson.Volume: at("volume"), anyjson.Issue: at("number"), anyjson.Pages: at("pages"), anyjson.Publisher: at("publisher"), anyjson.School: at("school"),
			anyjson.Series: at("series"), anyjson.ISBN: at("isbn"), anyjson.TypeName: at("type"), anyjson.DOI: at("doi"), anyjson.ID: at("ee"),
			anyjson.URLs: at("ee"), anyjson.CitationKey: at("key"),
		},
		prepare: prepareDBLP,
	}
}

// inspire has the literature of INSPIRE HEP (github.com/inspirehep/rest-api-doc).
func inspire() catalogue {
	return catalogue{
		name: "INSPIRE HEP", source: "inspire", lists: []string{"hits.hits"}, record: []string{"metadata"},
		sure: []string{"arxiv_eprints", "texkeys", "inspire_categories", "legacy_creation_date", "accelerator_experiments", "citation_count_without_self_citations"},
		marks: []string{"control_number", "document_type", "publication_info", "abstracts", "titles", "preprint_date", "imprints", "number_of_pages", "citeable", "refereed",
			"core", "first_author", "author_count", "earliest_date", "dois", "_collections", "curated"}, min: 2,
		layout: anyjson.Layout{
			anyjson.Title: at("titles.title"), anyjson.Subtitle: at("titles.0.subtitle"), anyjson.Abstract: at("abstracts.value"), anyjson.Authors: at("authors"),
			anyjson.Date:      at("preprint_date | imprints.date | thesis_info.date | thesis_info.defense_date | publication_info.year | earliest_date"),
			anyjson.Container: at("publication_info.journal_title | publication_info.conference_title | publication_info.pubinfo_freetext"),
			anyjson.Volume:    at("publication_info.journal_volume"), anyjson.Issue: at("publication_info.journal_issue | report_numbers.value"),
			anyjson.FirstPage: at("publication_info.page_start"), anyjson.LastPage: at("publication_info.page_end"), anyjson.Article: at("publication_info.artid"),
			anyjson.Publisher: at("imprints.publisher"), anyjson.Place: at("imprints.place"), anyjson.School: at("thesis_info.institutions.name"),
			anyjson.Series: at("book_series.title"), anyjson.Edition: at("editions"), anyjson.ISBN: at("isbns.value"), anyjson.Language: at("languages"),
			anyjson.Note: at("public_notes.value"), anyjson.CitationKey: at("texkeys"), anyjson.TypeName: at("document_type"),
			anyjson.DOI: at("dois.value"), anyjson.ArXiv: at("arxiv_eprints.value"), anyjson.Categories: at("arxiv_eprints.categories"), anyjson.URLs: at("urls.value"),
		},
		prepare: prepareINSPIRE,
	}
}

// ads has the documents of NASA ADS's search API (ui.adsabs.harvard.edu/help/api).
func ads() catalogue {
	return catalogue{
		name: "NASA ADS", source: "ads", lists: []string{"response.docs"}, sure: []string{"bibcode", "bibstem", "doctype"},
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Abstract: at("abstract"), anyjson.Authors: at("author"), anyjson.Editors: at("editor"),
			anyjson.Date: at("pubdate | date"), anyjson.Year: at("year"), anyjson.Container: at("pub"), anyjson.Volume: at("volume"), anyjson.Issue: at("issue"),
			anyjson.Pages: at("page_range | page"), anyjson.Article: at("eid"), anyjson.Publisher: at("publisher"), anyjson.Series: at("series"), anyjson.ISBN: at("isbn"), anyjson.ISSN: at("issn"),
			anyjson.Language: at("language"), anyjson.TypeName: at("doctype"), anyjson.CitationKey: at("bibcode"),
			anyjson.DOI: at("doi"), anyjson.ID: at("identifier | alternate_bibcode"), anyjson.Categories: at("arxiv_class"),
		},
		complete: completeADS,
	}
}

// springer has the records of Springer Nature's Meta API (dev.springernature.com).
func springer() catalogue {
	return catalogue{
		name: "Springer Nature", source: "springer", lists: []string{"records"},
		marks: []string{"publicationName", "startingPage", "openaccess", "contentType", "publicationType", "journalId", "onlineDate", "printDate", "coverDate", "printIsbn", "genre"}, min: 2,
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Abstract: at("abstract.p | abstract"), anyjson.Authors: at("creators"), anyjson.Editors: at("bookEditors"),
			anyjson.Date: at("publicationDate | onlineDate | coverDate | printDate"), anyjson.Container: at("publicationName"), anyjson.Event: at("conferenceInfo.confSeriesName"),
			anyjson.Volume: at("volume"), anyjson.Issue: at("number"), anyjson.FirstPage: at("startingPage"), anyjson.LastPage: at("endingPage"),
			anyjson.Publisher: at("publisherName | publisher"), anyjson.Series: at("bookSeriesTitle"), anyjson.ISBN: at("printIsbn | isbn | electronicIsbn"),
			anyjson.ISSN: at("issn | eIssn"), anyjson.Language: at("language"), anyjson.TypeName: at("contentType"),
			anyjson.DOI: at("doi"), anyjson.ID: at("identifier"), anyjson.URLs: at("url"),
		},
		prepare: prepareSpringer,
	}
}

// ieee has the articles of IEEE Xplore's Metadata API (developer.ieee.org/docs).
func ieee() catalogue {
	return catalogue{
		name: "IEEE Xplore", source: "ieee", lists: []string{"articles"},
		marks: []string{"publication_title", "article_number", "publication_number", "is_number", "html_url", "access_type", "conference_dates", "citing_paper_count"}, min: 2,
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Abstract: at("abstract"), anyjson.Authors: at("authors.authors | authors"), anyjson.Date: at("publication_date"), anyjson.Year: at("publication_year"),
			anyjson.Container: at("publication_title"), anyjson.Volume: at("volume"), anyjson.Issue: at("issue"), anyjson.FirstPage: at("start_page"), anyjson.LastPage: at("end_page"),
			anyjson.Publisher: at("publisher"), anyjson.Place: at("conference_location"), anyjson.ISBN: at("isbn"), anyjson.ISSN: at("issn"), anyjson.TypeName: at("content_type"),
			anyjson.DOI: at("doi"), anyjson.URLs: at("html_url"),
		},
		prepare: prepareIEEE,
	}
}

// scopus has the entries of Scopus's and ScienceDirect's search APIs (dev.elsevier.com).
func scopus() catalogue {
	return catalogue{
		name: "Scopus", source: "scopus", lists: []string{"search-results.entry"}, ownList: true, record: []string{"abstracts-retrieval-response.coredata", "full-text-retrieval-response.coredata"},
		marks: []string{"dc:title", "prism:publicationName", "prism:coverDate", "dc:identifier", "prism:doi", "dc:creator", "prism:url"}, min: 2,
		layout: anyjson.Layout{
			anyjson.Title: at("dc:title"), anyjson.Abstract: at("dc:description"), anyjson.Authors: at("author | authors.author | dc:creator.author | dc:creator"), anyjson.Date: at("prism:coverDate"),
			anyjson.Container: at("prism:publicationName"), anyjson.Volume: at("prism:volume"), anyjson.Issue: at("prism:issueIdentifier"), anyjson.Pages: at("prism:pageRange"),
			anyjson.FirstPage: at("prism:startingPage"), anyjson.LastPage: at("prism:endingPage"), anyjson.Article: at("article-number"), anyjson.Publisher: at("dc:publisher"),
			anyjson.ISBN: at("prism:isbn"), anyjson.ISSN: at("prism:issn | prism:eIssn"), anyjson.TypeName: at("subtypeDescription | prism:aggregationType"), anyjson.DOI: at("prism:doi"),
			anyjson.PMID: at("pubmed-id"),
		},
		prepare: prepareScopus,
	}
}

// eric has the documents of ERIC's API (eric.ed.gov/?api).
func eric() catalogue {
	return catalogue{
		name: "ERIC", source: "eric", lists: []string{"response.docs"}, sure: []string{"publicationdateyear", "peerreviewed", "e_yearadded", "ericcitedreferences"},
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Abstract: at("description"), anyjson.Authors: at("author"), anyjson.Year: at("publicationdateyear"), anyjson.Container: at("source"),
			anyjson.Publisher: at("publisher"), anyjson.ISBN: at("isbn"), anyjson.ISSN: at("issn"), anyjson.Language: at("language"), anyjson.TypeName: at("publicationtype"), anyjson.URLs: at("url"),
		},
		prepare: prepareERIC, complete: completeERIC,
	}
}

// aps has the articles of the American Physical Society's Harvest API (harvest.aps.org/docs/harvest-api).
func aps() catalogue {
	return catalogue{
		name: "APS", source: "aps", lists: []string{"data"}, record: []string{"data"}, sure: []string{"hasArticleId", "tocSection", "metadata_last_modified_at"},
		layout: anyjson.Layout{
			anyjson.Title: at("title.value"), anyjson.Abstract: at("abstract.value"), anyjson.Authors: at("authors[type=Person].name"), anyjson.Groups: at("authors[type=Collaboration].name"),
			anyjson.Date: at("date"), anyjson.Container: at("journal.name"), anyjson.Volume: at("volume.number"), anyjson.Issue: at("issue.number"), anyjson.FirstPage: at("pageStart"), anyjson.LastPage: at("pageEnd"),
			anyjson.Publisher: at("publisher.name"), anyjson.TypeName: at("type | articleType"), anyjson.DOI: at("identifiers.doi | id"),
		},
	}
}
