package csv

import (
	"slices"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

// TestReferences reads what the exports of programs say about the publication of a paper.
func TestReferences(t *testing.T) {
	for name, test := range map[string]struct{ table, want string }{
		"Scopus": {
			"Authors,Author full names,Author(s) ID,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,Page count,DOI,Editors,Publisher,Conference name,ISSN,ISBN,Language of Original Document,Document Type,EID\n" +
				"\"Lie A.; Mo B.\",\"Lie, Anna (57200000000); Mo, Bo (57200000001)\",\"57200000000; 57200000001\",T,2025,S,12,3,,101,110,9,10.1000/x,\"Ed C.\",Some Press,The Conf,00928240,9780769504469; 0769504469,English,Conference paper,2-s2.0-1\n",
			"conference-paper|Anna Lie; Bo Mo|S|12|3|101-110|Some Press||C. Ed||||9780769504469, 0769504469|0092-8240|en|",
		},
		"Scopus with an article number": {
			"Authors,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,Document Type\n\"Lie, A. (57200000000)\",T,2025,S,12,,e17,,,Review\n",
			"article|A. Lie|S|12||e17||||||||||",
		},
		"Web of Science": {
			"PT\tAU\tBA\tTI\tSO\tSE\tLA\tDT\tCT\tPU\tPI\tSN\tEI\tBN\tPD\tPY\tVL\tIS\tBP\tEP\tAR\tDI\nS\tSmith, J\t\tT\tPROC OF X\tLecture Notes\tEnglish\tProceedings Paper\tX 2021\tSPRINGER\tCHAM\t0302-9743\t1611-3349\t978-3-1\tDEC 1\t2021\t7\t\t1\t9\t\t10.1000/x\n",
			"conference-paper|J Smith|PROC OF X|7||1-9|SPRINGER|CHAM|||Lecture Notes||978-3-1|0302-9743, 1611-3349|en|",
		},
		"Dimensions": {
			"Rank,Publication ID,DOI,Title,Source title,Anthology title,Book editors,PubYear,Volume,Issue,Pagination,Publication Type,Authors,Publisher,ISSN\n1,pub.1,10.1000/x,T,,The Book,\"Ed, Cy\",2020,,,23-45,Chapter,\"Lee, Ann\",P,\n",
			"chapter|Ann Lee|The Book|||23-45|P||Cy Ed|||||||",
		},
		"Lens": {
			"Lens ID,Title,Date Published,Publication Year,Publication Type,Source Title,ISSNs,Publisher,Author/s,Volume,Issue Number,Start Page,End Page,DOI\n1-2,T,2012-07-03,2012,journal article,S,18602002; 15361632,P,Ann Lee; Bo Day,15,1,97,102,10.1000/x\n",
			"article|Ann Lee; Bo Day|S|15|1|97-102|P|||||||1860-2002, 1536-1632||",
		},
		"IEEE Xplore": {
			"\"Document Title\",Authors,\"Publication Title\",Date Added To Xplore,\"Publication Year\",\"Volume\",\"Issue\",\"Start Page\",\"End Page\",\"ISSN\",ISBNs,\"DOI\",Online Date,Publisher,Document Identifier\n\"T\",\"J. -P. Lee; B. Day\",\"2019 X Conference\",\"19 Mar 2020\",\"2019\",\"\",\"\",\"471\",\"478\",\"\",\"978-1-7281-2451-3\",\"10.1000/x\",\"16 Oct 2019\",IEEE,\"IEEE Conferences\"\n",
			"conference-paper|J.-P. Lee; B. Day|2019 X Conference|||471-478|IEEE||||||978-1-7281-2451-3|||",
		},
		"ACM": {
			"\"type\",\"id\",\"author\",\"editor\",\"note\",\"title\",\"pages\",\"article_no\",\"doi\",\"journal\",\"volume\",\"issue_no\",\"month\",\"year\",\"issn\",\"booktitle\",\"edition\",\"isbn\",\"conf_loc\",\"publisher\",\"publisher_loc\"\ninproceedings,12,\"Ann Lee and Bo Day\",,,T,\"1--9\",,10.1000/x,,,,Jun,2019,,Proc X,,978-1,,ACM,New York\n",
			"conference-paper|Ann Lee; Bo Day|Proc X|||1-9|ACM|New York|||||978-1|||",
		},
		"Springer": {
			"Item Title,Publication Title,Book Series Title,Journal Volume,Journal Issue,Item DOI,Authors,Publication Year,URL,Content Type\n\"T\",\"The Book\",\"Lecture Notes\",\"\",\"\",\"10.1007/x\",\"Prof. Rafik A. LeeProf. Dr. Bo McDonaldAnn DeVitoÅsa Öst\",\"2022\",\"http://link.springer.com/chapter/10.1007/x\",\"Chapter\"\n",
			"chapter|Rafik A. Lee; Bo McDonald; Ann DeVito; Åsa Öst|The Book||||||||Lecture Notes|||||",
		},
		"PubMed": {
			"PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n\"30\",\"T\",\"Lee AB.\",\"J Med. 2020 Feb;63(2):103640. doi: 10.1000/x. Epub 2019 Mar 25.\",\"Lee AB\",\"J Med\",\"2020\",\"2019/03/30\",\"\",\"\",\"10.1000/x\"\n",
			"|AB Lee|J Med|63|2|103640||||||||||",
		},
		"ERIC, by EBSCO": {
			"Article Title,Author,Journal Title,ISSN,ISBN,Publication Date,Volume,Issue,First Page,Page Count,Accession Number,DOI,Publisher,Doctype\n\"T\",\"Lee, Ann\",\"J\",=\"19326203\",,=\"Jun2023\",\"19\",\"4\",\"1\",\"60\",\"1\",\"\",\"P\",\"Journal Articles\"\n",
			"article|Ann Lee|J|19|4|1|P|||||||1932-6203||",
		},
		"Embase, with a source": {
			"Title,Author Names,Source,Abstract\nT,\"Lee A., Day B.\",J Med (2014) 3:4 (152-160). Date of Publication: 1 May 2014,A\n",
			"|A. Lee; B. Day|J Med|3|4|152-160||||||||||",
		},
		"Zotero, a thesis": {
			"\"Key\",\"Item Type\",\"Publication Year\",\"Author\",\"Title\",\"Publisher\",\"Place\",\"Type\",\"Language\",\"Num Pages\"\n\"K\",\"thesis\",\"2017\",\"Lee, Ann\",\"T\",\"A University\",\"Oslo\",\"PhD thesis\",\"en\",\"200\"\n",
			"thesis|Ann Lee||||||Oslo||A University|||||en|PhD thesis",
		},
		"Zotero, a book": {
			"\"Key\",\"Item Type\",\"Publication Year\",\"Author\",\"Title\",\"ISBN\",\"Publisher\",\"Place\",\"Series\",\"Edition\",\"Editor\",\"Series Editor\"\n\"K\",\"book\",\"2017\",\"\",\"T\",\"978-0-306-40615-7\",\"P\",\"Oslo\",\"S\",\"2nd\",\"Ed, Cy; Or, Di\",\"No, No\"\n",
			"book|Cy Ed; Di Or|||||P|Oslo|Cy Ed; Di Or||S|2nd|978-0-306-40615-7|||",
		},
		"JabRef": {
			"Identifier,EntryType,Author,Title,Journal,Volume,Number,Pages,Year,Address,Note,Publisher,Edition,Series,Editor,School,ISBN\nlee2020,article,\"Lee, Ann and Day, Bo\",T,J,1,2,3--4,2020,,A note.,,,,,,\n",
			"article|Ann Lee; Bo Day|J|1|2|3-4||||||||||A note.",
		},
		"Rayyan": {
			"key,title,year,month,day,journal,issn,volume,issue,pages,authors,language,publisher,location,abstract,doi\nrayyan-1,T,2020,5,7,J,1532-6535,107,3,502-512,\"Lee AB and Day C\",eng,P,Oslo,,\n",
			"|AB Lee; C Day|J|107|3|502-512|P|Oslo||||||1532-6535|en|",
		},
		"Covidence": {
			"Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,DOI\nT,\"Lee, A.; Day, B.\",,2024,5,J,15,1,4063,10.1000/x\n",
			"|A. Lee; B. Day|J|15|1|4063||||||||||",
		},
		"Publish or Perish": {
			"Cites,Authors,Title,Year,Source,Publisher,ArticleURL,Type,DOI,ISSN,Volume,Issue,StartPage,EndPage\n5,\"A Lee, B Day\",T,2020,J,P,https://example.org/a,PDF,10.1000/x,,7,2,11,19\n",
			"|A Lee; B Day|J|7|2|11-19|P|||||||||",
		},
		"bibliometrix": {
			"\"AU\",\"TI\",\"SO\",\"DT\",\"LA\",\"PY\",\"VL\",\"IS\",\"BP\",\"EP\",\"DI\",\"SN\",\"ID\",\"PU\"\n\"LEE A;DAY B\",\"T\",\"J\",\"ARTICLE\",\"ENGLISH\",2020,\"7\",\"2\",\"11\",\"19\",\"10.1000/x\",\"1532-6535\",\"LEARNING: MACHINES;CATS\",\"P\"\n",
			"article|A LEE; B DAY|J|7|2|11-19|P|||||||1532-6535|en|",
		},
		"CiteSource": {
			"author,year,title,journal,volume,number,pages,abstract,doi,isbn,issn,cite_source,record_ids\n\"Lee, Ann and Day, Bo\",2020,T,J,7,2,11-19,A,10.1000/x,,1532-6535,WoS,1\n",
			"|Ann Lee; Bo Day|J|7|2|11-19||||||||1532-6535||",
		},
	} {
		records, rejects := formattest.ReadText(t, Read, "papers.csv", test.table)
		if len(records) != 1 || len(rejects) > 0 {
			t.Errorf("%s: %d records, rejects %q", name, len(records), rejects)
			continue
		}
		p := records[0].Paper
		got := strings.Join([]string{string(p.Type), strings.Join(p.Authors, "; "), p.Container, p.Volume, p.Number, p.Pages, p.Publisher, p.Place, strings.Join(p.Editors, "; "), p.School, p.Series, p.Edition, p.ISBN, p.ISSN, p.Language, p.Note}, "|")
		if got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}
		if len(records[0].Origin.Warnings) > 0 {
			t.Errorf("%s: warnings %q", name, records[0].Origin.Warnings)
		}
	}
}

// TestOwnTables reads tables that Paperboy writes: as they are, ids of any scheme included.
func TestOwnTables(t *testing.T) {
	paper := data.Paper{
		ID: "local:k1", Title: "=Sum <i>of</i> parts", Abstract: "-1\n\nNone", Authors: []string{"Samarth P", "Smith, Ann", "+1"}, Venue: "None", Date: data.Date{Year: 2020, Month: 5},
		Categories: []string{"a topic", "cs.CL"}, Upvotes: formattest.Pointer(3), Organization: "@org",
	}
	text := formattest.Write(t, NewWriter, paper)
	if !strings.Contains(text, "'=Sum") || !strings.Contains(text, "'@org") {
		t.Fatalf("cells are not marked as text: %s", text)
	}
	records, rejects := formattest.ReadText(t, Read, "papers.csv", text)
	if len(records) != 1 || len(rejects) > 0 {
		t.Fatalf("%d records, rejects %q of %q", len(records), rejects, text)
	}
	got := records[0].Paper
	if got.ID != paper.ID || got.Title != paper.Title || got.Abstract != paper.Abstract || got.Organization != paper.Organization || *got.Upvotes != 3 || got.Venue != "None" ||
		!slices.Equal(got.Authors, []string{"Samarth P", "Smith, Ann"}) || !slices.Equal(got.Categories, paper.Categories) {
		t.Errorf("%+v is read as %+v", paper, got)
	}
}

// TestIDs checks which values of a column "id" of other tables are ids.
func TestIDs(t *testing.T) {
	for said, want := range map[string]data.ID{"local:k1": "local:k1", "pmid:7": "pmid:7", "12": data.ContentID("T", "A"), "CATS; DOGS: X": data.ContentID("T", "A"), "https://openalex.org/W1": data.ContentID("T", "A"), "1706.03762": "arxiv:1706.03762"} {
		records, _ := formattest.ReadText(t, Read, "papers.csv", "id,title,abstract\n"+said+",T,A\n")
		if len(records) != 1 || records[0].Paper.ID != want {
			t.Errorf("id %q: %+v, want %s", said, records, want)
		}
	}
}

// TestNamesByColumn checks that a single name is read as the names in other rows are.
func TestNamesByColumn(t *testing.T) {
	for table, want := range map[string]string{
		"title,authors\nA,Samarth P\nB,Ann Test; Bo Day\nC,Cy Fox\n":    "Samarth P",
		"title,authors\nA,Smith J\nB,\"Test A, Day BC\"\nC,Fox C\n":     "J Smith",
		"title,authors\nA,Malcolm X\nB,Ann Gill Jr.\nC,Robert Roe II\n": "Malcolm X",
	} {
		records, _ := formattest.ReadText(t, Read, "papers.csv", table)
		if len(records) != 3 || records[0].Paper.Authors[0] != want {
			t.Errorf("%q: %+v, want %s", table, records, want)
		}
	}
}

// TestPubMedNames checks that a single name of PubMed's table has its initials moved, whatever they are.
func TestPubMedNames(t *testing.T) {
	records, _ := formattest.ReadText(t, Read, "papers.csv", "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n30,T,Smith J.,,,J,2020,,,,\n31,U,Lee A,,,J,2020,,,,\n")
	if len(records) != 2 || records[0].Paper.Authors[0] != "J. Smith" && records[0].Paper.Authors[0] != "J Smith" || records[1].Paper.Authors[0] != "A Lee" {
		t.Errorf("%+v", records)
	}
}
