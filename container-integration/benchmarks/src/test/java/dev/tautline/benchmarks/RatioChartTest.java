// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.benchmarks.load.Sample;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class RatioChartTest {

    @Test
    void drawsABarPerRatio() throws Exception {
        ScenarioResult faster = result("pipelined", 10, 160);
        ScenarioResult slower = result("small", 10, 5);
        String svg = new RatioChart().draw(List.of(faster, slower));
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        NodeList rectangles = document.getElementsByTagName("rect");
        assertEquals(3, rectangles.getLength(), "the background and a bar for each of ours");
        // The axis spans 8 doublings on 480 units: 16 times is 4 doublings, half is 1.
        assertEquals(240, width(rectangles, 1), 0.1);
        assertEquals(60, width(rectangles, 2), 0.1);
        assertTrue(svg.contains("64 c × 32 B w1 text, tautline-tomcat"), svg);
        assertTrue(svg.contains("16.0 ×"), svg);
    }

    private static double width(NodeList rectangles, int index) {
        return Double.parseDouble(((Element) rectangles.item(index)).getAttribute("width"));
    }

    private static ScenarioResult result(String scenario, long baseline, long ours) {
        return new ScenarioResult(
                NamedScenario.parse(scenario), List.of(peer(Peer.TOMCAT, baseline), peer(Peer.TAUTLINE_TOMCAT, ours)));
    }

    private static PeerResult peer(Peer peer, long messages) {
        return new PeerResult(peer, List.of(new Sample(messages, 1_000_000_000, 1, 1, 0, 0)), List.of(), null);
    }
}
