package cache

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

const (
	brotliQuality = 5
	// brotliWindow is that of 256 KiB, which few artifacts exceed: the encoder
	// takes memory by it.
	brotliWindow = 18
	gzipLevel    = 6

	// maxBody bounds what Encoded unpacks, so that a forged value cannot
	// fill the memory. Real bodies are a hundredth of it.
	maxBody = 32 << 20
)

// Artifact is what a view looks like in one form: a content type and a body
// that is already compressed and is served as it lies. An Artifact is shared by
// all who fetch it: nobody may change the bytes.
type Artifact struct {
	// ContentType is the media type with its parameters.
	ContentType string
	// Disposition is the Content-Disposition, which holds the name of the file
	// that the body is; empty where it is none.
	Disposition string
	// Brotli is the body in brotli. It is nil where gzip is no larger, as
	// for a PNG, which does not shrink any more.
	Brotli []byte
	// Gzip is the body in gzip, from which the plain body is made for the
	// few who accept nothing else. It is nil only in the zero Artifact, whose
	// body is empty.
	Gzip []byte
}

// NewArtifact compresses body. Equal arguments give equal bytes.
func NewArtifact(contentType string, body []byte) Artifact {
	// Writes to a bytes.Buffer do not fail, and the level is a constant that
	// is in range, so none of the errors below can occur.
	var buf bytes.Buffer
	gz, _ := gzip.NewWriterLevel(&buf, gzipLevel)
	gz.Write(body)
	gz.Close()
	// A buffer grows by doubling; the copy does not keep the unused half
	// alive for as long as the artifact is cached.
	a := Artifact{ContentType: contentType, Gzip: bytes.Clone(buf.Bytes())}

	buf.Reset()
	br := brotli.NewWriterOptions(&buf, brotli.WriterOptions{Quality: brotliQuality, LGWin: brotliWindow})
	br.Write(body)
	br.Close()
	if buf.Len() < len(a.Gzip) {
		a.Brotli = bytes.Clone(buf.Bytes())
	}
	return a
}

// Encoded returns the body in the encoding that suits an Accept-Encoding header
// best: "br", "gzip", or "" for the plain body. The plain body is also the
// answer to a header that refuses every encoding, the plain one included: a
// body that the client did not ask for is of more use than none. An error means
// that the artifact's own bytes are damaged. The caller must not change body.
func (a Artifact) Encoded(acceptEncoding string) (encoding string, body []byte, err error) {
	q := parseAccept(acceptEncoding)
	if len(a.Brotli) == 0 {
		q.br = 0
	}
	if len(a.Gzip) == 0 {
		q.gzip = 0
	}
	switch {
	case q.br > 0 && q.br >= q.gzip && q.br >= q.identity:
		return "br", a.Brotli, nil
	case q.gzip > 0 && q.gzip >= q.identity:
		return "gzip", a.Gzip, nil
	}
	body, err = a.body()
	return "", body, err
}

func (a Artifact) body() ([]byte, error) {
	if len(a.Gzip) == 0 {
		if len(a.Brotli) == 0 {
			return nil, nil
		}
		return nil, errors.New("cache: artifact has a brotli body and no gzip body")
	}
	r, err := gzip.NewReader(bytes.NewReader(a.Gzip))
	if err != nil {
		return nil, fmt.Errorf("cache: artifact's gzip body: %w", err)
	}
	body, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err != nil {
		return nil, fmt.Errorf("cache: artifact's gzip body: %w", err)
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("cache: artifact's body is larger than %d bytes", maxBody)
	}
	return body, nil
}
