package data

import (
	"net/url"
	"regexp"
	"strings"
)

// parseURL returns the id in the URL of a paper's page or file at a site whose URLs contain
// ids. The scheme may be missing ("arxiv.org/abs/2203.03850").
func parseURL(s string) (ID, bool) {
	host, path, found := strings.Cut(trimWebScheme(s), "/")
	if !found || !strings.Contains(host, ".") {
		return "", false
	}
	parse := urlReader(strings.ToLower(host))
	if parse == nil {
		return "", false
	}
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	path, err := url.PathUnescape(path)
	if err != nil {
		return "", false
	}
	return parse(path)
}

func trimWebScheme(s string) string {
	for _, scheme := range []string{"https://", "http://"} {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			return s[len(scheme):]
		}
	}
	return s
}

// urlReader returns the parser for ids in the paths of a host, or nil if they contain none.
func urlReader(host string) func(path string) (ID, bool) {
	if isResolver(host) {
		return func(path string) (ID, bool) { return parseDOI("doi.org/" + path) }
	}
	switch host = strings.TrimPrefix(host, "www."); host {
	case "huggingface.co", "hf.co":
		return hostedArXiv("papers/", "api/papers/")
	case "alphaxiv.org":
		return hostedArXiv("abs/", "pdf/", "overview/")
	case "ar5iv.org":
		return hostedArXiv("abs/", "html/")
	case "aclanthology.org":
		return parseACLPath
	case "aclweb.org":
		return func(path string) (ID, bool) { return parseACLPath(strings.TrimPrefix(path, "anthology/")) }
	case "aclanthology.info":
		return func(path string) (ID, bool) {
			path, _, _ = strings.Cut(strings.TrimPrefix(path, "papers/"), "/")
			return parseACL(path)
		}
	}
	if host == "arxiv.org" || strings.HasSuffix(host, ".arxiv.org") {
		return hostedArXiv("abs/", "pdf/", "html/", "format/", "ps/", "src/", "e-print/")
	}
	if publisher := host[strings.IndexByte(host, '.')+1:]; doiPaths[host] || doiPaths[publisher] {
		return parseDOIPath
	}
	return nil
}

// doiPaths has the hosts of publishers whose addresses of papers contain the DOI. Their subdomains
// are those of journals.
var doiPaths = map[string]bool{
	"acm.org": true, "acs.org": true, "aiaa.org": true, "aip.org": true, "annualreviews.org": true, "aps.org": true, "ascelibrary.org": true, "asmedigitalcollection.asme.org": true,
	"biorxiv.org": true, "cshlp.org": true, "degruyter.com": true, "frontiersin.org": true, "informs.org": true, "iop.org": true, "liebertpub.com": true,
	"medrxiv.org": true, "nejm.org": true, "physiology.org": true, "pnas.org": true, "royalsocietypublishing.org": true, "rsna.org": true, "sagepub.com": true,
	"science.org": true, "sciencemag.org": true, "siam.org": true, "springer.com": true, "tandfonline.com": true, "uchicago.edu": true, "wiley.com": true, "worldscientific.com": true,
}

// doiInPath matches a DOI in the path of an address, without what follows it: the form in which
// the paper is shown, or the version of a preprint.
var doiInPath = regexp.MustCompile(`(?i)(?:^|/)(10\.\d{4,9}/.+?)(?:/(?:abstract|full|fulltext|pdf|epdf|epub|html|meta|references|summary))*(?:v\d+)?(?:\.(?:full|abstract|pdf|html|short)(?:\+html)?)*/?$`)

// parseDOIPath parses "doi/abs/10.1000/x", "article/10.1000/x/meta" and "content/10.1101/2020.01.02.3v1.full.pdf".
func parseDOIPath(path string) (ID, bool) {
	match := doiInPath.FindStringSubmatch(path)
	if match == nil {
		return "", false
	}
	return parseDOI(match[1])
}

func hostedArXiv(prefixes ...string) func(path string) (ID, bool) {
	return func(path string) (ID, bool) {
		for _, prefix := range prefixes {
			if rest, ok := strings.CutPrefix(path, prefix); ok {
				return parseArXiv(strings.TrimSuffix(strings.TrimSuffix(rest, "/"), ".pdf"))
			}
		}
		return "", false
	}
}

// parseACLPath parses "P18-1234", "2020.acl-main.1/" and "2020.acl-main.1v2.pdf", and paths
// of the older site, which had files under their volume, "P/P18/P18-1234.pdf".
func parseACLPath(path string) (ID, bool) {
	path = strings.TrimSuffix(path, "/")
	path = path[strings.LastIndexByte(path, '/')+1:]
	return parseACL(strings.TrimSuffix(path, ".pdf"))
}
