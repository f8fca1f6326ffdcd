package datasets

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"unicode/utf8"
)

// The bounds of what is read: far above any real directory, far below what
// would exhaust the memory of a small machine.
const (
	maxFile      = 32 << 20
	maxTotal     = 128 << 20
	maxLine      = 64 << 10
	maxPackage   = 1 << 20
	maxResources = 200
)

// read returns the bytes of a text file and reports what no text file of ours
// may hold. It answers false where the rest of the file makes no sense.
func (l *loader) read(name string, maxLine int) ([]byte, bool) {
	if text, ok := l.given[name]; ok {
		return l.readText(name, bytes.NewReader(text), maxLine)
	}
	fault := func(row int, message, fix string) {
		l.add(Fault{File: name, Row: row, Message: message, Fix: fix})
	}
	// Stat comes before Open, which would wait for ever on a named pipe.
	info, err := fs.Stat(l.fsys, name)
	l.seen[name] = info
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fix := "add it, or take its entry out of " + packageName
		if name == packageName {
			fix = "a data directory is described by it"
		}
		fault(0, "there is no such file", fix)
		return nil, false
	case err != nil:
		fault(0, "cannot be read: "+cause(err), "")
		return nil, false
	case !info.Mode().IsRegular():
		fault(0, "is not a regular file", "")
		return nil, false
	case info.Size() > maxFile:
		fault(0, tooLarge, splitFile)
		return nil, false
	}
	file, err := l.fsys.Open(name)
	if err != nil {
		fault(0, "cannot be read: "+cause(err), "")
		return nil, false
	}
	defer file.Close()
	return l.readText(name, file, maxLine)
}

func (l *loader) readText(name string, file io.Reader, maxLine int) ([]byte, bool) {
	fault := func(row int, message, fix string) {
		l.add(Fault{File: name, Row: row, Message: message, Fix: fix})
	}
	in := bufio.NewReaderSize(file, maxLine)
	var text []byte
	returns := false
	for row := 1; ; row++ {
		line, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			fault(row, fmt.Sprintf("the line is longer than %d KiB", maxLine>>10), "is a quote missing, or the file no text?")
			return nil, false
		}
		if err != nil && err != io.EOF {
			fault(row, "cannot be read: "+cause(err), "")
			return nil, false
		}
		if l.total += len(line); l.total > maxTotal {
			fault(0, fmt.Sprintf("the directory is larger than %d MiB", maxTotal>>20), "")
			return nil, false
		}
		if len(text)+len(line) > maxFile {
			fault(0, tooLarge, splitFile)
			return nil, false
		}
		if row == 1 {
			if bytes.HasPrefix(line, []byte{0xFF, 0xFE}) || bytes.HasPrefix(line, []byte{0xFE, 0xFF}) {
				fault(row, "the file is UTF-16", "save it as UTF-8")
				return nil, false
			}
			if rest, ok := bytes.CutPrefix(line, []byte("\uFEFF")); ok {
				fault(row, "the file begins with a byte order mark", `save it as plain UTF-8, not "UTF-8 with BOM"`)
				line = rest
			}
		}
		if bytes.IndexByte(line, 0) >= 0 {
			fault(row, "the line holds a NUL byte", "save the file as UTF-8 text")
			return nil, false
		}
		if !returns && bytes.IndexByte(line, '\r') >= 0 {
			returns = true
			fault(row, "the line holds a carriage return", "save the file with LF line ends")
		}
		if !utf8.Valid(line) {
			fault(row, "the line is not UTF-8", "save the file as UTF-8")
		} else if wrong := findGarbled(line); wrong != nil {
			fault(row, fmt.Sprintf("%q was once read in a wrong encoding", wrong), "take the text from its origin again and save it as UTF-8")
		}
		text = append(text, line...)
		if err == io.EOF {
			l.files[name] = text
			return text, true
		}
	}
}

var (
	tooLarge  = fmt.Sprintf("the file is larger than %d MiB", maxFile>>20)
	splitFile = "keep the rows that are needed"
)

// garbled finds what UTF-8 looks like that was read as Windows-1252 or
// Windows-1251 and saved again. The pairs are such as no language writes.
var garbled = regexp.MustCompile("[ÂÃÐÑÒÓ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[РС][°±µ¶]|вЂ|â€|\uFFFD")

func findGarbled(line []byte) []byte {
	// Nearly every line is ASCII, and the search costs more than reading it.
	if bytes.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return nil
	}
	return garbled.Find(line)
}

// cause leaves out the path of a fs.PathError, which the fault names itself.
func cause(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err.Error()
	}
	return err.Error()
}
