package catalogue

import "paperboy/data/format/anyjson"

// collections returns services that collect papers of other catalogues, and programs of readers.
func collections() []catalogue {
	return []catalogue{unpaywall(), s2orc(), openCorpus(), paperpile(), fatcat(), lens(), publishOrPerish(), citeSeerX(), schemaOrg()}
}

// unpaywall has the articles of Unpaywall's API and snapshot (unpaywall.org/data-format).
func unpaywall() catalogue {
	return catalogue{
		name: "Unpaywall", source: "unpaywall", lists: []string{"results"}, record: []string{"response"},
		sure:  []string{"oa_locations", "z_authors", "first_oa_location", "oa_locations_embargoed"},
		marks: []string{"doi_url", "best_oa_location", "journal_is_oa", "oa_status", "has_repository_copy", "journal_is_in_doaj", "journal_issns"}, min: 2,
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Authors: at("z_authors"), anyjson.Date: at("published_date"), anyjson.Year: at("year"), anyjson.Container: at("journal_name"),
			anyjson.Publisher: at("publisher"), anyjson.ISSN: at("journal_issns | journal_issn_l"), anyjson.TypeName: at("genre"), anyjson.DOI: at("doi"), anyjson.URLs: at("best_oa_location.url_for_landing_page | best_oa_location.url"),
		},
	}
}

// s2orc has the papers of S2ORC (github.com/allenai/s2orc) and of CORD-19.
func s2orc() catalogue {
	return catalogue{
		name: "S2ORC", source: "s2orc",
		sure:  []string{"pdf_parse", "latex_parse", "grobid_parse", "has_pdf_parse", "has_outbound_citations", "outbound_citations", "bib_entries", "back_matter", "_pdf_hash", "s2_pdf_hash", "pdf_hash"},
		marks: []string{"paper_id", "mag_field_of_study", "pubmed_id", "pmc_id", "mag_id", "acl_id", "arxiv_id", "s2_url", "body_text"}, min: 3,
		layout: anyjson.Layout{
			anyjson.Title: at("title | metadata.title"), anyjson.Abstract: at("abstract | metadata.abstract | pdf_parse.abstract | grobid_parse.abstract"), anyjson.Authors: at("authors | metadata.authors"),
			anyjson.Year: at("year | metadata.year"), anyjson.Container: at("journal | venue | metadata.venue"), anyjson.DOI: at("doi | metadata.doi"), anyjson.ArXiv: at("arxiv_id"),
			anyjson.PMID: at("pubmed_id"), anyjson.PMCID: at("pmc_id | pmcid"), anyjson.URLs: at("s2_url"),
		},
	}
}

// openCorpus has the papers of the Semantic Scholar Open Research Corpus, before S2ORC.
func openCorpus() catalogue {
	return catalogue{
		name: "the Open Research Corpus", source: "semanticscholar", sure: []string{"paperAbstract"}, marks: []string{"inCitations", "outCitations", "s2Url", "pdfUrls", "s2PdfUrl"}, min: 2,
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Abstract: at("paperAbstract"), anyjson.Authors: at("authors"), anyjson.Year: at("year"), anyjson.Container: at("journalName | venue"),
			anyjson.Volume: at("journalVolume"), anyjson.Pages: at("journalPages"), anyjson.DOI: at("doi"), anyjson.PMID: at("pmid"), anyjson.URLs: at("s2Url | pdfUrls"),
		},
	}
}

// paperpile has the references of Paperpile's JSON export.
func paperpile() catalogue {
	return catalogue{
		name: "Paperpile", source: "file", sure: []string{"foldersNamed", "labelsNamed"}, marks: []string{"pubtype", "citekey", "journalfull", "sha1", "trashed", "incomplete", "folders", "labels"}, min: 3,
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Abstract: at("abstract"), anyjson.Authors: at("author"), anyjson.Editors: at("editor"), anyjson.Date: at("published"), anyjson.Year: at("year"),
			anyjson.Container: at("journalfull | journal | booktitle | proceedings_title"), anyjson.Event: at("conference_name | conference"), anyjson.Volume: at("volume"), anyjson.Issue: at("issue | number"), anyjson.Pages: at("pages"),
			anyjson.Publisher: at("publisher"), anyjson.Place: at("address"), anyjson.School: at("school | institution | university"), anyjson.Series: at("series"), anyjson.Edition: at("edition"),
			anyjson.ISBN: at("isbn"), anyjson.ISSN: at("issn"), anyjson.Language: at("language"), anyjson.Note: at("note"), anyjson.CitationKey: at("citekey"), anyjson.TypeName: at("pubtype | kind"),
			anyjson.DOI: at("doi"), anyjson.ArXiv: at("arxivid | eprint"), anyjson.PMID: at("pmid"), anyjson.PMCID: at("pmc | pmcid"), anyjson.URLs: at("url"),
		},
		prepare: preparePaperpile,
	}
}

// fatcat has the releases of Fatcat's API and dumps (api.fatcat.wiki).
func fatcat() catalogue {
	return catalogue{
		name: "Fatcat", source: "fatcat", sure: []string{"contribs", "release_type", "release_year", "release_stage", "ext_ids"},
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Subtitle: at("subtitle"), anyjson.Abstract: at("abstracts.content"), anyjson.Authors: at("contribs"), anyjson.Date: at("release_date"),
			anyjson.Year: at("release_year"), anyjson.Container: at("container.name | extra.container_name"), anyjson.Volume: at("volume"), anyjson.Issue: at("issue"), anyjson.Pages: at("pages"),
			anyjson.Publisher: at("publisher"), anyjson.ISSN: at("container.issnl"), anyjson.Language: at("language"), anyjson.TypeName: at("release_type"),
			anyjson.DOI: at("ext_ids.doi | doi"), anyjson.ArXiv: at("ext_ids.arxiv"), anyjson.PMID: at("ext_ids.pmid | pmid"), anyjson.PMCID: at("ext_ids.pmcid | pmcid"), anyjson.ISBN: at("ext_ids.isbn13"),
		},
	}
}

// lens has the works of Lens.org's API (docs.api.lens.org).
func lens() catalogue {
	return catalogue{
		name: "Lens", source: "lens", lists: []string{"data"}, sure: []string{"lens_id"},
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Abstract: at("abstract"), anyjson.Authors: at("authors"), anyjson.Date: at("date_published"), anyjson.Year: at("year_published"),
			anyjson.Container: at("source.title"), anyjson.Event: at("conference.name"), anyjson.Volume: at("volume"), anyjson.Issue: at("issue"), anyjson.FirstPage: at("start_page"), anyjson.LastPage: at("end_page"),
			anyjson.Publisher: at("source.publisher"), anyjson.ISSN: at("source.issn.value"), anyjson.Language: at("languages"), anyjson.TypeName: at("publication_type"),
			anyjson.DOI: at("external_ids[type=doi].value"), anyjson.PMID: at("external_ids[type=pmid].value"), anyjson.PMCID: at("external_ids[type=pmcid].value"), anyjson.ArXiv: at("external_ids[type=arxiv].value"),
			anyjson.URLs: at("source_urls.url"),
		},
	}
}

// schemaOrg has the works of schema.org's vocabulary, in which landing pages and CodeMeta state
// metadata as JSON-LD.
func schemaOrg() catalogue {
	return catalogue{
		name: "schema.org", source: "file", lists: []string{"@graph"}, sure: []string{"@context"}, marks: []string{"@type", "datePublished", "headline", "name", "author"}, min: 3,
		layout: anyjson.Layout{
			anyjson.Title: at("headline | name | title"), anyjson.Abstract: at("abstract | description"), anyjson.Authors: at("author | creator | agents"), anyjson.Editors: at("editor"),
			anyjson.Date:      at("datePublished | dateCreated"),
			anyjson.Container: at("isPartOf[@type=Periodical,Book].name | isPartOf.isPartOf.isPartOf.name | isPartOf.isPartOf.name | isPartOf.name | periodical.name"),
			anyjson.Volume:    at("volumeNumber | isPartOf.volumeNumber | isPartOf.isPartOf.volumeNumber | periodical.volumeNumber"), anyjson.Issue: at("issueNumber | isPartOf.issueNumber"),
			anyjson.Pages: at("pagination"), anyjson.FirstPage: at("pageStart"), anyjson.LastPage: at("pageEnd"), anyjson.Publisher: at("publisher"),
			anyjson.ISBN: at("isbn"), anyjson.ISSN: at("isPartOf.issn | isPartOf.isPartOf.issn | isPartOf.isPartOf.isPartOf.issn | periodical.issn"), anyjson.Language: at("inLanguage"), anyjson.TypeName: at("@type"),
			anyjson.ID: at("@id | identifier | sameAs | url"), anyjson.URLs: at("url"), anyjson.Repository: at("codeRepository"),
		},
		prepare: prepareSchemaOrg,
	}
}

// publishOrPerish has the results of Publish or Perish (harzing.com), most of them of Google Scholar.
func publishOrPerish() catalogue {
	return catalogue{
		name: "Publish or Perish", source: "file", sure: []string{"ecc"}, marks: []string{"cites_url", "related_url", "article_url", "startpage"}, min: 2,
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Abstract: at("abstract"), anyjson.Authors: at("authors"), anyjson.Year: at("year"), anyjson.Container: at("source"), anyjson.Volume: at("volume"), anyjson.Issue: at("issue"),
			anyjson.FirstPage: at("startpage"), anyjson.LastPage: at("endpage"), anyjson.Publisher: at("publisher"), anyjson.ISSN: at("issn"), anyjson.TypeName: at("type"), anyjson.DOI: at("doi"), anyjson.URLs: at("article_url"),
		},
		prepare: preparePublishOrPerish,
	}
}

// citeSeerX has the papers of CiteSeerX's API.
func citeSeerX() catalogue {
	return catalogue{
		name: "CiteSeerX", source: "citeseerx", record: []string{"paper"}, sure: []string{"n_self_cites", "n_cited_by"},
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Abstract: at("abstract"), anyjson.Authors: at("authors"), anyjson.Year: at("year"), anyjson.Container: at("journal | venue"),
			anyjson.Publisher: at("publisher"), anyjson.URLs: at("source | urls"),
		},
		prepare: func(s *anyjson.Stated, _ anyjson.Value) error {
			if s.Text(anyjson.Year) == "0" {
				s.SetText(anyjson.Year, "")
			}
			return nil
		},
	}
}
