// SPDX-License-Identifier: Apache-2.0
package dev.tautline.proof;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What surefire and failsafe have written about all modules. */
final class TestReports {
    private static final Pattern REPORT =
            Pattern.compile("(.*/)?target/(?:surefire|failsafe)-reports/TEST-([^/]*)\\.xml");
    private static final Set<String> NOT_PASSED = Set.of("skipped", "failure", "error");

    /** By outermost class and method; a method with parameters has several. */
    private final Map<String, List<Boolean>> passed = new HashMap<>();

    private TestReports() {}

    static TestReports read() throws IOException, XMLStreamException {
        TestReports reports = new TestReports();
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        for (Path report : Project.find(name -> REPORT.matcher(name).matches())) {
            try (InputStream in = Files.newInputStream(report)) {
                // The class names inside are display names where there are any.
                reports.add(REPORT.matcher(report.toString()).replaceFirst("$2"), factory.createXMLStreamReader(in));
            }
        }
        return reports;
    }

    private void add(String type, XMLStreamReader xml) throws XMLStreamException {
        List<Boolean> test = List.of();
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (xml.getLocalName().equals("testcase")) {
                // method, or method(String)[1] where it has parameters
                String method = xml.getAttributeValue(null, "name").split("[^\\w]", 2)[0];
                test = passed.computeIfAbsent(type + '.' + method, name -> new ArrayList<>());
                test.add(true);
            } else if (NOT_PASSED.contains(xml.getLocalName())) {
                test.set(test.size() - 1, false);
            }
        }
    }

    /** One result for each time that it ran, {@code false} where it failed or was skipped; empty if it did not run. */
    List<Boolean> of(String type, String method) {
        return passed.getOrDefault(type + '.' + method, List.of());
    }
}
