package catalogue

import "paperboy/data/format/anyjson"

// repositories returns the catalogues of preprints, theses, data and software.
func repositories() []catalogue {
	return []catalogue{dataCite(), zenodo(), bioRxiv(), bioRxivFeed(), hal(), doaj(), core()}
}

// dataCite has the DOIs of DataCite's REST API (support.datacite.org/docs/api), its metadata schema
// as JSON, and the same with attributes only.
func dataCite() catalogue {
	return catalogue{
		name: "DataCite", source: "datacite", lists: []string{"data"}, record: []string{"data.attributes", "attributes"},
		marks: []string{"creators", "titles", "publicationYear", "publication_year", "descriptions", "relatedIdentifiers", "rightsList", "schemaVersion", "metadataVersion", "fundingReferences",
			"geoLocations", "alternateIdentifiers", "resourceTypeGeneral", "resource_type_general", "contentUrl", "contributors"}, min: 2,
		layout: anyjson.Layout{
			anyjson.Title: at("titles[titleType=].title | titles.title | titles | title"), anyjson.Subtitle: at("titles[titleType=Subtitle].title"),
			anyjson.Abstract: at("descriptions[descriptionType=Abstract].description | description"), anyjson.Authors: at("creators | creator | author"),
			anyjson.Editors: at("contributors[contributorType=Editor]"),
			anyjson.Date:    at("dates[dateType=Issued].date | published"), anyjson.Year: at("publicationYear | publication_year"),
			anyjson.Container: at("container.title | relatedItems[relationType=IsPublishedIn].titles.title | container-title"), anyjson.Volume: at("container.volume | relatedItems[relationType=IsPublishedIn].volume"),
			anyjson.Issue: at("container.issue | relatedItems[relationType=IsPublishedIn].issue"), anyjson.FirstPage: at("container.firstPage | relatedItems[relationType=IsPublishedIn].firstPage"),
			anyjson.LastPage: at("container.lastPage | relatedItems[relationType=IsPublishedIn].lastPage"), anyjson.Publisher: at("publisher"),
			anyjson.ISSN: at("container[identifierType=ISSN].identifier | relatedIdentifiers[relatedIdentifierType=ISSN].relatedIdentifier"),
			anyjson.ISBN: at("relatedIdentifiers[relatedIdentifierType=ISBN].relatedIdentifier"), anyjson.Language: at("language"),
			anyjson.TypeName: at("types | resourceType | resource-type-id | resource_type_general"), anyjson.DOI: at("doi | identifiers[identifierType=DOI].identifier | identifier"),
			anyjson.ArXiv: at("identifiers[identifierType=arXiv].identifier"), anyjson.URLs: at("url"),
		},
		prepare: prepareDataCite,
	}
}

// zenodo has the records of Zenodo's API (developers.zenodo.org), and of other repositories that run
// InvenioRDM.
func zenodo() catalogue {
	return catalogue{
		name: "Zenodo", source: "zenodo", lists: []string{"hits.hits"},
		sure:  []string{"conceptrecid", "conceptdoi"},
		marks: []string{"metadata", "doi_url", "recid", "record_id", "pids", "custom_fields", "revision_id", "links"}, min: 3,
		layout: anyjson.Layout{
			anyjson.Title: at("metadata.title | title"), anyjson.Abstract: at("metadata.description | description"), anyjson.Authors: at("metadata.creators | creators"),
			anyjson.Editors: at("metadata.contributors[type=Editor]"), anyjson.Date: at("metadata.publication_date | publication_date"),
			anyjson.Container: at("metadata.journal.title | metadata.journal_title | metadata.part_of.title | metadata.partof_title | metadata.meeting.title | metadata.conference_title | custom_fields.journal:journal.title | custom_fields.imprint:imprint.title | custom_fields.meeting:meeting.title"),
			anyjson.Volume:    at("metadata.journal.volume | metadata.journal_volume | custom_fields.journal:journal.volume"),
			anyjson.Issue:     at("metadata.journal.issue | metadata.journal_issue | custom_fields.journal:journal.issue"),
			anyjson.Pages:     at("metadata.journal.pages | metadata.journal_pages | metadata.part_of.pages | custom_fields.journal:journal.pages | custom_fields.imprint:imprint.pages"),
			anyjson.Publisher: at("metadata.imprint.publisher | metadata.imprint_publisher | metadata.publisher"),
			anyjson.Place:     at("metadata.imprint.place | metadata.imprint_place | metadata.meeting.place | metadata.conference_place | custom_fields.imprint:imprint.place | custom_fields.meeting:meeting.place"),
			anyjson.School:    at("metadata.thesis.university | metadata.thesis_university | custom_fields.thesis:university | custom_fields.thesis:thesis.university"),
			anyjson.ISBN:      at("metadata.imprint.isbn | metadata.imprint_isbn | custom_fields.imprint:imprint.isbn"), anyjson.ISSN: at("custom_fields.journal:journal.issn"),
			anyjson.Language: at("metadata.language | metadata.languages.id"), anyjson.Note: at("metadata.notes"),
			anyjson.TypeName: at("metadata.resource_type.subtype | metadata.resource_type.type | metadata.publication_type | metadata.upload_type | metadata.resource_type.id | resource_type.subtype | resource_type.type"),
			anyjson.DOI:      at("doi | metadata.doi | pids.doi.identifier"), anyjson.ID: at("metadata.alternate_identifiers[scheme=arxiv].identifier | metadata.identifiers[scheme=arxiv].identifier"),
			anyjson.URLs: at("links.self_html | links.html | links.record_html"),
		},
	}
}

// bioRxiv has the preprints of the API of bioRxiv and medRxiv (api.biorxiv.org), with the endpoint
// for those that were published.
func bioRxiv() catalogue {
	return catalogue{
		name: "bioRxiv and medRxiv", source: "biorxiv", lists: []string{"collection"},
		sure:  []string{"author_corresponding", "jatsxml", "biorxiv_doi", "medrxiv_doi", "preprint_doi", "author_corresponding_institution"},
		marks: []string{"server", "version", "category", "published", "license"}, min: 3,
		layout: anyjson.Layout{
			anyjson.Title: at("title | preprint_title"), anyjson.Abstract: at("abstract | preprint_abstract"), anyjson.Authors: at("authors | preprint_authors"),
			anyjson.Date: at("date | preprint_date"), anyjson.Publisher: at("server | preprint_platform"), anyjson.DOI: at("doi | biorxiv_doi | medrxiv_doi | preprint_doi"),
			anyjson.ID: at("published_doi | published"),
		},
		prepare: preparePreprint,
	}
}

// bioRxivFeed has the older form of the same API.
func bioRxivFeed() catalogue {
	return catalogue{
		name: "bioRxiv's collections", source: "biorxiv", lists: []string{"collection", "rels"}, sure: []string{"rel_doi", "rel_title", "rel_authors", "rel_abs"},
		layout: anyjson.Layout{
			anyjson.Title: at("rel_title"), anyjson.Abstract: at("rel_abs"), anyjson.Authors: at("rel_authors"), anyjson.Date: at("rel_date"),
			anyjson.Publisher: at("rel_site"), anyjson.DOI: at("rel_doi"), anyjson.URLs: at("rel_link"),
		},
		prepare: preparePreprint,
	}
}

// hal has the documents of HAL's search API (api.archives-ouvertes.fr/docs/search).
func hal() catalogue {
	return catalogue{
		name: "HAL", source: "hal", lists: []string{"response.docs"},
		sure:  []string{"halId_s", "title_s", "authFullName_s", "docType_s", "uri_s", "label_s", "citationFull_s", "citationRef_s", "producedDate_s"},
		marks: []string{"docid", "publicationDate_s", "language_s", "doiId_s"}, min: 2,
		layout: anyjson.Layout{
			anyjson.Title: at("title_s"), anyjson.Subtitle: at("subTitle_s"), anyjson.Abstract: at("abstract_s.0 | en_abstract_s.0 | fr_abstract_s.0"),
			anyjson.Authors: at("authFullName_s"), anyjson.Editors: at("scientificEditor_s"),
			anyjson.Date: at("publicationDate_s | producedDate_s | defenseDate_s | ePublicationDate_s"), anyjson.Year: at("publicationDateY_i | producedDateY_i"),
			anyjson.Container: at("journalTitle_s | bookTitle_s | conferenceTitle_s"), anyjson.Volume: at("volume_s"), anyjson.Issue: at("issue_s | number_s"), anyjson.Pages: at("page_s"),
			anyjson.Publisher: at("publisher_s | journalPublisher_s"), anyjson.Place: at("city_s | publicationLocation_s"), anyjson.School: at("authorityInstitution_s"), anyjson.Series: at("serie_s"),
			anyjson.ISBN: at("isbn_s"), anyjson.ISSN: at("journalIssn_s | journalEissn_s"), anyjson.Language: at("language_s"), anyjson.TypeName: at("docType_s"),
			anyjson.DOI: at("doiId_s"), anyjson.ArXiv: at("arxivId_s"), anyjson.PMID: at("pubmedId_s"), anyjson.PMCID: at("pubmedcentralId_s"),
			anyjson.URLs: at("uri_s"), anyjson.CitationKey: at("halId_s"),
		},
		prepare: prepareHAL,
	}
}

// doaj has the articles of DOAJ's API (doaj.org/api/docs) and of its dumps.
func doaj() catalogue {
	return catalogue{
		name: "DOAJ", source: "doaj", lists: []string{"results"}, sure: []string{"bibjson"},
		layout: anyjson.Layout{
			anyjson.Title: at("bibjson.title"), anyjson.Abstract: at("bibjson.abstract"), anyjson.Authors: at("bibjson.author"), anyjson.Year: at("bibjson.year"), anyjson.Month: at("bibjson.month"),
			anyjson.Container: at("bibjson.journal.title"), anyjson.Volume: at("bibjson.journal.volume"), anyjson.Issue: at("bibjson.journal.number"),
			anyjson.FirstPage: at("bibjson.start_page"), anyjson.LastPage: at("bibjson.end_page"), anyjson.Publisher: at("bibjson.journal.publisher"),
			anyjson.ISSN: at("bibjson.identifier[type=pissn,eissn].id | bibjson.journal.issns"), anyjson.Language: at("bibjson.journal.language"),
			anyjson.DOI: at("bibjson.identifier[type=doi].id"), anyjson.URLs: at("bibjson.link[type=fulltext].url"),
		},
		prepare: prepareDOAJ,
	}
}

// core has the works and outputs of CORE's API, versions 2 and 3 (api.core.ac.uk/docs), and of its
// dumps.
func core() catalogue {
	return catalogue{
		name: "CORE", source: "core", lists: []string{"results", "data"}, record: []string{"data"},
		sure: []string{"coreId", "oaiIds", "dataProviders", "sourceFulltextUrls", "fulltextIdentifier", "repositoryDocument"},
		marks: []string{"yearPublished", "downloadUrl", "depositedDate", "fieldOfStudy", "magId", "arxivId", "datePublished", "fullText", "publishedDate", "documentType",
			"repositories", "topics", "oai"}, min: 2,
		layout: anyjson.Layout{
			anyjson.Title: at("title"), anyjson.Abstract: at("abstract | description"), anyjson.Authors: at("authors"), anyjson.Date: at("publishedDate | datePublished | depositedDate"),
			anyjson.Year: at("yearPublished | year"), anyjson.Container: at("journals.title"), anyjson.Publisher: at("publisher"), anyjson.ISSN: at("journals.identifiers | issn"),
			anyjson.Language: at("language.code | language"), anyjson.TypeName: at("documentType | types"), anyjson.DOI: at("doi"), anyjson.ArXiv: at("arxivId | identifiers[type=ARXIV_ID].identifier"), anyjson.PMID: at("pubmedId"),
			anyjson.URLs: at("downloadUrl | sourceFulltextUrls"),
		},
		prepare: prepareCORE,
	}
}
