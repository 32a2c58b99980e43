/* guides.gen.ts - what the help of each screen says.  Written by tools/guide.mjs from docs/guide; never by hand. */
import home from '../../../docs/guide/pictures/home.jpg'
import records from '../../../docs/guide/pictures/records.jpg'
import record from '../../../docs/guide/pictures/record.jpg'
import classes from '../../../docs/guide/pictures/classes.jpg'
import rollover from '../../../docs/guide/pictures/rollover.jpg'
import transfers from '../../../docs/guide/pictures/transfers.jpg'
import twins from '../../../docs/guide/pictures/twins.jpg'
import grid from '../../../docs/guide/pictures/grid.jpg'
import checklist from '../../../docs/guide/pictures/checklist.jpg'
import progress from '../../../docs/guide/pictures/progress.jpg'
import reports from '../../../docs/guide/pictures/reports.jpg'
import report from '../../../docs/guide/pictures/report.jpg'
import approve from '../../../docs/guide/pictures/approve.jpg'
import quality from '../../../docs/guide/pictures/quality.jpg'
import imports from '../../../docs/guide/pictures/imports.jpg'
import exports from '../../../docs/guide/pictures/exports.jpg'
import accounts from '../../../docs/guide/pictures/accounts.jpg'
import units from '../../../docs/guide/pictures/units.jpg'
import log from '../../../docs/guide/pictures/log.jpg'
import views from '../../../docs/guide/pictures/views.jpg'
import sessions from '../../../docs/guide/pictures/sessions.jpg'
import factor from '../../../docs/guide/pictures/factor.jpg'
import places from '../../../docs/guide/pictures/places.jpg'
import rules from '../../../docs/guide/pictures/rules.jpg'
import clients from '../../../docs/guide/pictures/clients.jpg'
import regulations from '../../../docs/guide/pictures/regulations.jpg'
import requests from '../../../docs/guide/pictures/requests.jpg'
import help from '../../../docs/guide/pictures/help.jpg'

export type Inline = string | readonly ['b' | 'k', string]
export type Block = readonly ['title' | 'p' | 'ul' | 'ol', ...(readonly Inline[])[]]
export type Guide = 'home' | 'records' | 'record' | 'classes' | 'rollover' | 'transfers' | 'twins' | 'grid' | 'checklist' | 'progress' | 'reports' | 'report' | 'approve' | 'quality' | 'imports' | 'exports' | 'accounts' | 'units' | 'log' | 'views' | 'sessions' | 'factor' | 'places' | 'rules' | 'clients' | 'regulations' | 'requests' | 'help'

export const guides: Record<Guide, { no?: string; picture: string; vi: readonly Block[]; en: readonly Block[] }> = {
  'home': {
    picture: home,
    vi: [
      ["title",["Việc còn lại"]],
      ["p",["Những gì còn phải làm, tính từ hồ sơ lúc mở trang. Xong việc nào, việc ấy tự mất đi."]],
      ["ul",[["b","Lỗi cần sửa"],": bấm tên để mở đúng ô sai. Dấu đỏ phải sửa; dấu vàng nên xem lại."],[["b","Thông tin còn thiếu"],": bấm một dòng để thấy ai còn thiếu."],[["b","Báo cáo"],": biểu nào chưa tính, chưa gửi, hoặc bị trả lại và vì sao."],[["b","Đang chờ tôi"],": việc của người khác phải đợi bạn trả lời."]],
      ["p",["Hiệu trưởng và cơ quan thấy ",["b","Xu hướng chất lượng"]," theo tuần. Cơ quan thấy thêm đơn vị chậm (",["b","Nhắc"],": mỗi ngày một lần) và mức đầy đủ từng trường: bấm để xem trường ấy. Cơ quan mở ra ở năm học mà quá nửa số trường đã có lớp."]],
      ["p",["Tìm một người: bấm phím ",["k","/"],", gõ tên không dấu, ngày sinh, bốn số cuối định danh hay điện thoại."]],
    ],
    en: [
      ["title",["Left to do"]],
      ["p",["What is left to do, worked out from the records as the page opens. What is done goes away by itself."]],
      ["ul",[["b","Faults to correct"],": press a name to open the wrong field. Red must be corrected; amber is worth a look."],[["b","Missing information"],": press a line to see the people who lack it."],[["b","Reports"],": which form is not computed, not sent, or returned and why."],[["b","Waiting for me"],": work of others that needs your answer."]],
      ["p",["Heads and offices see ",["b","quality week by week"],". Offices also see units that are late (",["b","Remind"],": once a day) and how complete each school is: press one to see it. An office begins with the year most of its schools are in."]],
      ["p",["To find somebody: press ",["k","/"]," and type a name without marks, a birth date, or the last four digits of an identity number or a telephone (a parent's too)."]],
    ],
  },
  'records': {
    picture: records,
    vi: [
      ["title",["Danh sách hồ sơ"]],
      ["p",["Mỗi dòng là một hồ sơ của đơn vị và năm học đang chọn ở đầu trang."]],
      ["ul",["Gõ vào ô ",["b","Tìm theo họ tên"],", có dấu hay không đều được."],["Chọn các ô lọc bên cạnh, hoặc nút ",["b","Thiếu"]," để thấy ai còn thiếu một mục."],["Nút ",["b","Cột"]," chọn những mục muốn xem. Địa chỉ trang giữ lại lựa chọn, gửi được cho đồng nghiệp; tên người không bao giờ nằm trong đó."],["Ô tô đỏ là ô có lỗi theo quy tắc."]],
      ["p",["Bấm vào tên để mở hồ sơ. Dùng phím ",["k","↑"]," ",["k","↓"]," để đi giữa các dòng, ",["k","Enter"]," để mở, ",["k","n"]," để thêm. Nút ",["b","In"]," in những gì đang xem; cột nhạy cảm, số và địa chỉ đủ chỉ khi bạn chọn và ghi in để làm gì."]],
    ],
    en: [
      ["title",["List of records"]],
      ["p",["Each line is a record of the unit and school year chosen at the top."]],
      ["ul",["Type into ",["b","Find by name"],", with or without marks."],["Choose the filters beside it, or ",["b","Missing"]," to see who lacks something."],[["b","Columns"]," chooses what to see. The address of the page keeps the choice and can be sent to a colleague; names of people never stand in it."],["A red cell has a fault by the rules."]],
      ["p",["Press a name to open the record. ",["k","↑"]," ",["k","↓"]," go between lines, ",["k","Enter"]," opens, ",["k","n"]," adds. ",["b","Print"]," prints what is shown; sensitive columns, whole numbers and addresses only if you ask for them and say what for."]],
    ],
  },
  'record': {
    picture: record,
    vi: [
      ["title",["Một hồ sơ"]],
      ["p",["Sửa thẳng trong ô. Ô vàng là ô chưa lưu; chỉ những ô ấy được gửi đi khi bấm ",["b","Lưu"]," hoặc ",["k","Ctrl"]," ",["k","S"],"."]],
      ["ul",["Ngày ghi kiểu 27/05/2019 hoặc 27052019."],["Ô có dấu hỏi: bấm để biết vì sao cần thông tin ấy và không có thì làm gì."],["Bên trái là các phần của hồ sơ và số mục đã có."],[["b","Biến động"],": ghi thôi học, chuyển trường, chuyển lớp. ",["k","Ctrl"]," ",["k","P"]," in phiếu."],[["k","Alt"]," ",["k","↑"]," ",["k","Alt"]," ",["k","↓"]," mở hồ sơ trước, sau trong danh sách vừa xem."]],
      ["p",["Thẻ ",["b","Lịch sử"]," cho biết ai đã sửa gì, lúc nào. Nếu người khác vừa sửa cùng hồ sơ, máy hỏi lại trước khi ghi; điều bạn đã gõ không mất."]],
      ["p",["Mất mạng hoặc hết phiên: chữ đã gõ vẫn nằm trên màn hình; nối lại hoặc đăng nhập lại rồi bấm ",["b","Lưu"],"."]],
    ],
    en: [
      ["title",["One record"]],
      ["p",["Change it in place. Yellow is not saved yet; only that is sent by ",["b","Save"]," or ",["k","Ctrl"]," ",["k","S"],"."]],
      ["ul",["Dates are written 27/05/2019 or 27052019."],["Where there is a question mark, press it to see why the information is needed and what to do without it."],["At the left are the parts of the record and how much of each is there."],[["b","Events"],": record leaving, a move to another school or class. ",["k","Ctrl"]," ",["k","P"]," prints the sheet."],[["k","Alt"]," ",["k","↑"]," and ",["k","Alt"]," ",["k","↓"]," open the record before and after in the list last seen."]],
      ["p",[["b","History"]," tells who changed what, and when. Where somebody else has just changed the same record you are asked before anything is written; what you typed is not lost."]],
      ["p",["When the line is lost or the session ends, what you typed stays on the screen; connect or sign in again and press ",["b","Save"],"."]],
    ],
  },
  'classes': {
    no: '2.3',
    picture: classes,
    vi: [
      ["title",["Từng lớp"]],
      ["p",["Chọn một lớp để thấy ai học, ai dạy, còn thiếu gì. Mũi tên ở trên cùng sang lớp bên cạnh."]],
      ["ul",[["b","Thêm vào lớp:"]," tìm các em chưa có lớp theo tên, mã, ngày sinh."],[["b","Chuyển lớp:"]," đánh dấu các em rồi bấm ",["b","Chuyển sang lớp khác"],". Chuyển từ hôm nay thì lớp cũ và ngày chuyển được giữ lại; xếp nhầm lớp thì sửa từ đầu năm."],[["b","Xếp thứ tự:"]," theo tên, hoặc bấm mũi tên cạnh từng em (phím ",["k","↑"]," ",["k","↓"]," cũng được), rồi lưu. Danh sách in ra theo thứ tự ấy."],[["b","Còn thiếu:"]," mỗi dòng dẫn tới những em của lớp chưa có mục đó."],[["b","In:"]," danh sách lớp với các cột trống để ghi tay, hoặc thẻ học sinh để cắt."]],
      ["p",["Em nào rời lớp trong năm thì ở danh sách riêng, dưới bảng."]],
    ],
    en: [
      ["title",["Class by class"]],
      ["p",["Choose a class to see who learns in it, who teaches it and what is missing. The arrows at the top lead to the classes beside it."]],
      ["ul",[["b","Adding:"]," find pupils without a class by name, code, birth date."],[["b","Moving:"]," tick pupils and press ",["b","Move to another class"],". From today, the former class and the day are kept; put into the wrong class, it is corrected from the beginning of the year."],[["b","Order:"]," by name, or with the arrows beside each pupil (the keys ",["k","↑"]," ",["k","↓"]," too), then save. The printed list is in that order."],[["b","Missing:"]," each line leads to the pupils of the class who lack it."],[["b","Print:"]," the class list with empty columns to write in, or cards to cut out."]],
      ["p",["Who left the class during the year is in a list of its own, below the table."]],
    ],
  },
  'rollover': {
    no: '2.9',
    picture: rollover,
    vi: [
      ["title",["Chuyển năm học"]],
      ["p",["Chọn ở trên cùng năm học sắp hết. Trang cho thấy trước: bao nhiêu em lên lớp, lưu ban, hoàn thành cấp học, lớp nào thành lớp nào."]],
      ["ul",[["b","Chưa có kết quả cả năm:"]," bấm ",["b","Ghi kết quả"]," để ghi. Để trống được hiểu là lên lớp; ở cuối cấp là hoàn thành."],[["b","Cần xem lại:"]," em nào chưa sang được và phải sửa gì."],[["b","Chuyển năm học:"]," lập lớp mới và ghi danh mới, một lần. Chuyển lần nữa chỉ thêm những em chưa sang."],[["b","Huỷ lần chuyển:"]," ở cuối trang. Những gì chưa ai sửa hay dùng thì trở lại; phần còn lại được kể ra từng điều."]],
      ["p",["Tên lớp mới sửa ở danh sách lớp sau khi chuyển."]],
    ],
    en: [
      ["title",["Next school year"]],
      ["p",["Choose at the top the school year that ends. The page shows beforehand how many are promoted, retained or complete a level, and which class becomes which."]],
      ["ul",[["b","No year-end decision yet:"]," press ",["b","Enter decisions"],". Left empty, pupils are promoted, or done in the last grade of a level."],[["b","Worth a look:"]," who cannot go over, and what to put right."],[["b","Go over:"]," makes the new classes and enrolments at once. Another run takes along only those who have not gone over."],[["b","Take back:"]," at the end of the page. What nobody changed or used comes back; the rest is listed one by one."]],
      ["p",["Names of new classes can be changed in the list of classes afterwards."]],
    ],
  },
  'transfers': {
    no: '4.1.3',
    picture: transfers,
    vi: [
      ["title",["Chuyển đi, chuyển đến"]],
      ["p",["Cột trái là ai đi, cột phải là ai đến. Mở trang là thấy việc trường ta phải trả lời."]],
      ["ul",[["b","Cho chuyển đi:"]," chọn em, trường đến, ngày. Trường kia tiếp nhận thì em mới đi. Trong hồ sơ của em cũng có nút ",["b","Chuyển trường"],"."],[["b","Xin nhận một em:"]," điền mã, họ tên, ngày sinh đúng như giấy tờ, chọn lớp. Trường đang có em không trả lời trong hạn thì em tự được nhận."],[["b","Tiếp nhận:"]," chọn lớp cùng khối. Khác khối thì máy hỏi lại."],[["b","Từ chối:"]," ghi lý do; trường kia đọc được."],[["b","Rút lại:"]," khi trường kia chưa trả lời."],[["b","Huỷ lượt chuyển:"]," trường đang có em huỷ được khi chưa ghi gì thêm; mọi thứ trở lại như cũ."]],
      ["p",["Học sinh không ở hai trường một lúc, cũng không có lúc nào không ở trường nào."]],
    ],
    en: [
      ["title",["Transfers"]],
      ["p",["On the left those who leave, on the right those who come. The page opens with what this school has to answer."]],
      ["ul",[["b","Send somebody:"]," choose the pupil, the school, the day. They go when the other school takes them in. The pupil's record has a button for it too."],[["b","Ask for a pupil:"]," give code, name and birth date as in the papers, and the class. If the school that has them does not answer in time, it is granted by itself."],[["b","Take in:"]," choose a class of the same grade. For another grade you are asked again."],[["b","Refuse:"]," give the reason; the other school reads it."],[["b","Withdraw:"]," while the other school has not answered."],[["b","Undo the transfer:"]," by the school that has them, while nothing was added; everything is as before."]],
      ["p",["A pupil is never at two schools at once, and never at none."]],
    ],
  },
  'twins': {
    no: '4.1.5',
    picture: twins,
    vi: [
      ["title",["Hồ sơ trùng"]],
      ["p",["Bấm ",["b","Dò 50 em đầu"]," để tìm những hồ sơ có thể là của một người. Các trường khác cũng được hỏi, mỗi ngày về một số em."]],
      ["p",["Mỗi lần một cặp, chỗ khác nhau ở trên cùng."]],
      ["ul",[["k","1"]," ",["b","Một người:"]," chọn hồ sơ nào ở lại, mục nào giữ bản nào, rồi nhập làm một. Hai mã đều dẫn tới hồ sơ ấy."],[["k","2"]," ",["b","Hai người:"]," cặp này không hiện lại nữa."],[["k","0"]," ",["b","Để sau:"]," xuống cuối hàng."]],
      ["p",["Bấm ",["b","Hoàn tác"]," ở dưới để trả lại cả hai hồ sơ như trước."]],
      ["p",["Hồ sơ ở trường khác thì chỉ biết tên trường. Nếu là cùng một em, hãy xin nhận em ở ",["b","Chuyển đi, chuyển đến"],"."]],
    ],
    en: [
      ["title",["Double records"]],
      ["p",["Press ",["b","Look at the first 50 pupils"]," to find records that may be one person. Other schools are asked too, about so many pupils a day."]],
      ["p",["One pair at a time, what differs on top."]],
      ["ul",[["k","1"]," ",["b","One person:"]," choose which record stays and which version of each field, then make them one. Both codes lead to it."],[["k","2"]," ",["b","Two people:"]," the pair is not shown again."],[["k","0"]," ",["b","Later:"]," to the end of the row."]],
      ["p",[["b","Undo"],", below, gives both records back as they were."]],
      ["p",["Of a record at another school only the school is told. If it is the same pupil, ask for them in ",["b","Transfers"],"."]],
    ],
  },
  'grid': {
    no: '4.1.6',
    picture: grid,
    vi: [
      ["title",["Nhập nhanh"]],
      ["p",["Chọn lớp, rồi gõ thẳng vào ô. Mỗi ô tự lưu; dòng trên bảng cho biết đến đâu. Phòng mới gõ ở dòng trống cuối bảng."]],
      ["ul",[["k","Enter"]," xuống dưới, ",["k","Tab"]," sang phải, mũi tên đi bốn phía. ",["k","F2"]," sửa chữ đang có, ",["k","Esc"]," bỏ, ",["k","Delete"]," xoá."],["Giữ ",["k","Shift"]," để chọn nhiều ô. ",["k","Ctrl"]," ",["k","D"]," điền xuống, ",["k","Ctrl"]," ",["k","Z"]," hoàn tác."],["Ô có danh mục: gõ vài chữ đầu hoặc mã."]],
      ["p",[["b","Dán từ Excel:"]," chép cả dòng tiêu đề thì máy nhận ra cột; có mã hoặc họ tên, ngày sinh thì ghép đúng người. Máy cho xem trước, chưa ghi gì."]],
      ["p",["Ô đỏ là ô bị từ chối: chữ vẫn còn, lý do ở dưới bảng. Mất mạng cứ gõ tiếp; có mạng thì tự gửi. Hai người cùng sửa một ô, máy hỏi giữ bản nào."]],
      ["p",[["k","Esc"]," rồi ",["k","Tab"]," để ra khỏi bảng."]],
    ],
    en: [
      ["title",["Quick entry"]],
      ["p",["Choose a class, then type straight into the cells. Each is saved by itself; the line above the table says how far. New rooms go in the empty last rows."]],
      ["ul",[["k","Enter"]," goes down, ",["k","Tab"]," right, arrows all ways. ",["k","F2"]," edits what is there, ",["k","Esc"]," gives up, ",["k","Delete"]," clears."],["Hold ",["k","Shift"]," to choose several cells. ",["k","Ctrl"]," ",["k","D"]," fills down, ",["k","Ctrl"]," ",["k","Z"]," undoes."],["Cells with a list: type the first letters or the code."]],
      ["p",[["b","Paste from Excel:"]," with the heading row copied too, columns are recognised; with a code, or name and birth date, each row goes to its person. You see first what would be written."]],
      ["p",["A red cell was refused: its words stay, the reason stands below the table. Without a line go on typing; it is sent later. If two people change one cell, you are asked."]],
      ["p",[["k","Esc"],", then ",["k","Tab"]," leaves the table."]],
    ],
  },
  'checklist': {
    no: '4.4',
    picture: checklist,
    vi: [
      ["title",["Còn thiếu gì"]],
      ["p",["Danh sách từng người còn thiếu thông tin cho một việc, như dự thi tốt nghiệp."]],
      ["ol",["Mỗi dòng là một người, xếp theo lớp; bên cạnh là những mục còn trống."],["Bấm một mục để mở hồ sơ đúng ô ấy, điền rồi ",["b","Lưu"],". Quay lại: mục ấy không còn; ai đã đủ thì không còn trong danh sách."],["Chọn ",["b","Lớp"]," để chỉ xem một lớp. ",["b","In"]," để giao giáo viên chủ nhiệm hỏi gia đình."]],
      ["p",["Cơ quan quản lý thấy mỗi đơn vị có bao nhiêu người, bao nhiêu người đã đủ; bấm tên đơn vị để đi xuống đến trường. Số của Bộ đếm mỗi ngày một lần."]],
    ],
    en: [
      ["title",["What is missing"]],
      ["p",["Who still lacks something for a purpose, such as the graduation exam."]],
      ["ol",["Each line is a person, by class; beside the name stand the fields that are empty."],["A field opens the record at its place: fill it in and ",["b","Save"],". Back in the list it is gone; whoever has everything is not in the list."],[["b","Class"]," shows one class only. ",["b","Print"]," makes a list for homeroom teachers."]],
      ["p",["An office sees how many people each unit has and how many have everything; a name leads down to a school. Figures of the Ministry are counted once a day."]],
    ],
  },
  'progress': {
    no: '6',
    picture: progress,
    vi: [
      ["title",["Thống kê tiến độ"]],
      ["p",["Mỗi dòng là một đơn vị ngay bên dưới, là tổng của các trường ở trong:"]],
      ["ul",[["b","Đã có định danh"],": bao nhiêu học sinh có số định danh cá nhân."],[["b","Lỗi"],": bao nhiêu lỗi theo quy tắc trên số hồ sơ đã xem."],[["b","Đầy đủ"],": bao nhiêu ô phải điền đã điền."],[["b","Báo cáo"],": bao nhiêu trường đã gửi biểu của năm học."]],
      ["p",["Màu nói theo phần trăm; của lỗi, theo số lỗi trên 100 hồ sơ. Bấm tên đơn vị để đi xuống; ở một trường là từng lớp."]],
      ["p",[["b","Nhắc"],": đánh dấu các đơn vị chưa gửi rồi bấm ",["b","Nhắc gửi"],". Lời nhắc hiện ở trang đầu của trường; mỗi trường một ngày một lần."]],
      ["p",[["b","In"]," ra giấy A4 hoặc A3. Số liệu đếm mỗi ngày một lần, của năm học từng trường đang ở; báo cáo thì ngay lúc xem, của năm đang chọn."]],
    ],
    en: [
      ["title",["Progress"]],
      ["p",["Each line is a unit right below, the sum of the schools in it:"]],
      ["ul",[["b","Identity numbers"],": how many pupils have their personal number."],[["b","Errors"],": how many by the rules, in so many records."],[["b","Complete"],": how many of the fields that are due are filled in."],[["b","Report"],": how many schools have sent the form of the school year."]],
      ["p",["Colours go by the percentage; of errors, by how many in 100 records. A name leads down; of a school there are its classes."]],
      ["p",[["b","Remind"],": tick units that have not sent, then ",["b","Remind"],". It stands on the first page of the school; once a day for each school."]],
      ["p",[["b","Print"]," on A4 or A3. Figures are counted once a day, of the year each school is in; reports are as they are now, of the year that is chosen."]],
    ],
  },
  'reports': {
    no: '6.1',
    picture: reports,
    vi: [
      ["title",["Báo cáo thống kê"]],
      ["p",["Mỗi dòng là một biểu của một kỳ, và biểu ấy đang ở bước nào: ",["b","Chưa tính"],", ",["b","Bản nháp"],", ",["b","Đã gửi"],", ",["b","Bị trả lại"]," hay ",["b","Đã tiếp nhận"],". Bấm vào một dòng để mở biểu."]],
      ["ul",[["b","Tính một biểu:"]," chọn biểu và kỳ. Máy đếm từ hồ sơ đang có; chưa gửi đi đâu cả."],[["b","Bị trả lại:"]," lý do của cấp trên ghi ngay dưới bước."],[["b","Lọc:"]," theo biểu, kỳ và bước. Kỳ thường là của năm học đang chọn ở trên cùng."]],
      ["p",["Cơ quan quản lý thấy báo cáo của mọi đơn vị bên dưới. Chọn bước ",["b","Chưa tính"]," để thấy đơn vị nào chưa bắt đầu. Tổng nào ghi «nên tính lại» là có báo cáo bên dưới đã khác từ khi cộng."]],
    ],
    en: [
      ["title",["Statistical reports"]],
      ["p",["Each line is a form of a period and the step it is at: ",["b","Not computed"],", ",["b","Draft"],", ",["b","Sent"],", ",["b","Returned"]," or ",["b","Accepted"],". Press a line to open the form."]],
      ["ul",[["b","Compute a form:"]," choose form and period. The records there are are counted; nothing is sent."],[["b","Returned:"]," why the office returned it stands below the step."],[["b","Filters:"]," by form, period and step. The period is that of the school year chosen at the top, unless you choose another."]],
      ["p",["An office sees the reports of all units below. Choose the step ",["b","Not computed"]," to see who has not begun. A sum that says \"compute it again\" has reports below it that changed since it was added up."]],
    ],
  },
  'report': {
    picture: report,
    vi: [
      ["title",["Một báo cáo"]],
      ["p",["Bảng như biểu chính thức. ",["k","?"]," là chưa có nguồn, ",["k","#"]," là biểu không hỏi, ",["k","•"]," là số nhỏ được che với người không được xem hồ sơ."]],
      ["ul",[["b","Hồ sơ đứng sau con số:"]," bấm vào con số; mũi tên sang ô khác, ",["k","Enter"]," mở, ",["k","Esc"]," trở lại ô."],[["b","Xem hình:"]," vẽ cột bạn chọn."],[["b","Kiểm tra:"]," những chỗ mâu thuẫn; bấm vào một dòng để tới ô ấy."],[["b","Tính lại từ hồ sơ:"]," sau khi sửa hồ sơ. Ô nào khác trước thì in đậm."],[["b","Gửi lên cấp trên:"]," Hiệu trưởng xem từng cảnh báo rồi gửi. Gửi xong số liệu giữ nguyên."],[["b","Bị trả lại:"]," đọc lý do và ghi chú từng ô, sửa hồ sơ, tính lại, rồi ",["b","Sửa xong, gửi lại"],"."]],
      ["p",["Cấp trên ",["b","Tiếp nhận"],", hoặc ",["b","Trả lại"],": ghi lý do, bấm ô sai để ghi chú. Báo cáo đã tiếp nhận thì ",["b","Mở lại"]," được."]],
    ],
    en: [
      ["title",["A report"]],
      ["p",["The table is that of the official form. ",["k","?"]," has no source yet, ",["k","#"]," is not asked for, ",["k","•"]," is covered: few people, whose records you may not see."]],
      ["ul",[["b","Records behind a figure:"]," press the figure; arrows go to other cells, ",["k","Enter"]," opens, ",["k","Esc"]," goes back to the cell."],[["b","As a drawing:"]," draws the column you choose."],[["b","Check:"]," where figures contradict each other; press a line to go to its cell."],[["b","Compute again:"]," after records were corrected. Cells that differ are bold."],[["b","Send to the office:"]," the head looks at each warning, then sends. Sent figures stay as they are."],[["b","Returned:"]," read why, and the remarks on cells, correct the records, compute again, then ",["b","Corrected, send again"],"."]],
      ["p",["An office can ",["b","Accept"]," or ",["b","Return"],": say why, and press wrong cells to say what to correct. What was accepted can be ",["b","reopened"],"."]],
    ],
  },
  'approve': {
    no: '6.2',
    picture: approve,
    vi: [
      ["title",["Hộp duyệt"]],
      ["p",["Mọi việc đang chờ bạn trả lời, việc cũ nhất ở trên: báo cáo chờ tiếp nhận, tệp chờ duyệt, lượt chuyển trường. Bấm vào một việc để xem ở bên phải; danh sách vẫn ở đó."]],
      ["ul",[["k","j"],", ",["k","k"],": việc sau, việc trước."],[["k","a"],": tiếp nhận, duyệt hay cho đi. Máy hỏi lại một lần; bấm ",["k","Enter"],"."],[["k","o"],": sang biểu của báo cáo. Mũi tên tới ô sai, ",["k","Enter"]," rồi ghi phải sửa gì; ",["k","Enter"]," nữa về ô ấy."],[["k","r"],": trả lại (cùng lời ghi ở các ô) hay từ chối, phải ghi lý do."]],
      ["p",[["b","Tiếp nhận các báo cáo không có cảnh báo:"]," máy xem từng báo cáo; báo cáo nào có cảnh báo thì ở lại để bạn xem riêng."]],
      ["p",["Nếu người khác đã trả lời trước, máy nói lúc nào, rồi sang việc sau."]],
    ],
    en: [
      ["title",["To decide"]],
      ["p",["Everything that waits for your answer, the oldest first: reports to accept, exports to approve, transfers. Press one to see it at the right; the list stays."]],
      ["ul",[["k","j"],", ",["k","k"],": next, previous."],[["k","a"],": accept, approve or let go. You are asked once; press ",["k","Enter"],"."],[["k","o"],": to the form of a report. Arrows to a wrong cell, ",["k","Enter"],", then what is wrong; ",["k","Enter"]," leads back to the cell."],[["k","r"],": return (with what is wrong in the cells) or refuse, with the reason."]],
      ["p",[["b","Accept reports without warnings:"]," each report is looked at; those with warnings stay for you to see one by one."]],
      ["p",["Where somebody else answered first, you are told when, and the next one comes."]],
    ],
  },
  'quality': {
    no: '6.4',
    picture: quality,
    vi: [
      ["title",["Chất lượng dữ liệu"]],
      ["p",["Máy xem mọi hồ sơ của năm học theo các quy tắc và nói chỗ nào sai, chỗ nào còn trống."]],
      ["ol",[["b","Lỗi theo quy tắc"],": mỗi quy tắc một bảng, lỗi nặng trước; dưới tên quy tắc là cách sửa. Bấm tên một hồ sơ để mở đúng ô cần sửa. Lọc theo mức, quy tắc, loại hồ sơ, lớp."],[["b","Mức đầy đủ"],": mục nào còn bao nhiêu ô trống. Bấm tên mục để xem danh sách những ai còn thiếu; chọn ",["b","Tính theo"]," lớp hoặc cấp học."],[["b","Còn thiếu gì"],": danh sách cho từng việc, như thi tốt nghiệp."]],
      ["p",["Sửa xong thì dòng ấy không còn nữa."]],
      ["p",["Cơ quan quản lý thấy từng đơn vị ngay bên dưới, mỗi ngày đếm một lần; bấm tên để đi xuống, đến tận trường."]],
    ],
    en: [
      ["title",["Data quality"]],
      ["p",["Every record of the school year is looked at by the rules: what is wrong, and what is empty."]],
      ["ol",[["b","Faults by rule"],": one table for each rule, the serious first, with what to do under its name. The name of a record opens the field to mend. Filter by severity, rule, kind of record, class."],[["b","Completeness"],": how many fields are empty. The name of a field opens the list of those who lack it; ",["b","By"]," chooses class or level."],[["b","What is missing"],": lists for a purpose, such as the graduation exam."]],
      ["p",["What has been mended is not in the list any more."]],
      ["p",["An office sees the units right below it, counted once a day; a name leads down, as far as a school."]],
    ],
  },
  'imports': {
    no: '7.1',
    picture: imports,
    vi: [
      ["title",["Nạp tệp"]],
      ["p",["Danh sách trường tự làm hay mẫu tải về đều nạp được. Chưa bấm ",["b","Ghi"]," thì chưa có gì đổi."]],
      ["ol",[["b","Tệp:"]," kéo vào hoặc chọn, nhiều tệp một lần."],[["b","Nhận dạng:"]," máy nói đó là mẫu nào, năm học nào, cột nào là mục nào. Cột chưa rõ thì chọn mục; điều được hỏi thì trả lời, rồi bấm ",["b","Thử lại"],"."],[["b","Xem trước:"]," bấm vào con số để xem các dòng của nó: hồ sơ mới, mục sẽ đổi, dòng lỗi, ai vắng. Ai ở hai tệp chỉ mới một lần."],[["b","Ghi:"]," dòng tốt được ghi, dòng lỗi bỏ lại."]],
      ["p",["Dòng lỗi: ",["b","Tải tệp lỗi (Excel)"],", sửa ô đỏ, nạp lại tệp ấy."]],
      ["p",["Đang ghi thì đóng trang được; trang Việc còn lại cho biết tới đâu. Ghi nhầm: ",["b","Huỷ cả lần nạp"],", khi chưa ai sửa những hồ sơ ấy."]],
    ],
    en: [
      ["title",["Import"]],
      ["p",["Lists of your own making will do as well as our templates. Nothing changes before you press ",["b","Write"],"."]],
      ["ol",[["b","Files:"]," drop or choose them, several at once."],[["b","Recognition:"]," which template, which school year, which column is what. Choose the field of unknown columns, answer what is asked, then press ",["b","Try again"],"."],[["b","Preview:"]," press a figure to see its rows: new records, what will change, wrong rows, who is not in the file. Those are only listed; nobody is removed. Whoever is in two files is new once."],[["b","Writing:"]," good rows are written, wrong ones left out."]],
      ["p",["Wrong rows: fetch ",["b","File with errors (Excel)"],", correct the red cells, import that file again."]],
      ["p",["You may close the page while it writes; What is left says how far it is. A mistake: ",["b","Undo the whole import"],", while nobody has changed those records."]],
    ],
  },
  'exports': {
    no: '7.2',
    picture: exports,
    vi: [
      ["title",["Xuất tệp"]],
      ["p",["Tệp Excel có dữ liệu của người thật, nên mỗi lần xuất phải nói để làm gì."]],
      ["ol",["Chọn mẫu; cả trường hay một lớp; thời điểm, nếu mẫu hỏi."],["Ghi để làm gì, gửi cho ai, ít nhất 5 từ có hai chữ cái trở lên, hoặc bấm một ví dụ."],["Bấm ",["b","Xin xuất"],". Tệp xong thì ",["b","Tải tệp"]," ở bảng dưới, trong một ngày; chỉ người xin tải được."]],
      ["p",["Tệp có nhiều người phải chờ ",["b","Duyệt"],"; trang nói trước khi bạn bấm. Bảng là nhật ký, không dòng nào xoá được."]],
      ["p",["Tệp mang tên người lấy ở dòng đầu, và dấu ẩn trong vài khoảng trắng: tìm trong Excel hãy gõ một từ, hoặc tên và đệm. Ai được duyệt thì thả tệp tìm thấy vào ",["b","Tệp này do ai lấy?"]," để biết."]],
    ],
    en: [
      ["title",["Export"]],
      ["p",["An Excel file holds data of real people, so each export says what it is for."]],
      ["ol",["Choose the template; the whole school or one class; the moment, if the template asks."],["Say what for and to whom, in 5 words of two letters or more, or press an example."],["Press ",["b","Ask for the file"],". When it is done, ",["b","Fetch"]," it in the table below, for a day; only who asked can."]],
      ["p",["A file about many people waits until somebody presses ",["b","Approve"],"; the page says so before you press. The table is the log; no line can be deleted."]],
      ["p",["The file names who took it in its first line, and by hidden marks in some blanks: to search in Excel type one word, or middle and given name. Whoever may approve drops a file that was found into ",["b","Who took this file?"]," to know."]],
    ],
  },
  'accounts': {
    no: '9.1',
    picture: accounts,
    vi: [
      ["title",["Tài khoản"]],
      ["p",["Tài khoản của đơn vị đang xem ở đầu trang và mọi cấp bên dưới."]],
      ["ul",[["b","Cấp tài khoản"],": chọn đơn vị, vai trò, đặt tên. Mật khẩu dùng một lần chỉ hiện một lần; bấm ",["b","In phiếu giao"],". Nó dùng một lần, trong 7 ngày."],[["b","Cấp lại mật khẩu"]," khi ai đó quên; mọi nơi đang đăng nhập bị đưa ra. Của hiệu trưởng do cấp trên cấp lại."],[["b","Khoá"]," khi người ấy chuyển đi; hồ sơ đã ghi vẫn mang tên cũ. ",["b","Mở lại"]," khi cần."],[["b","Chia bộ phận"]," để ai chỉ làm việc của bộ phận mình: chuyên môn, tổ chức, tài chính…"],[["b","Hạn dùng"]," của người làm thay: hết ngày ấy tài khoản tự khoá."],[["b","Đã rà soát"]," khi đã xem hết tài khoản «cần rà soát»."]],
      ["p",["Giáo viên chỉ thấy lớp mình: chọn vai trò giáo viên, gõ họ tên rồi chọn đúng người."]],
    ],
    en: [
      ["title",["Accounts"]],
      ["p",["Accounts of the unit in view at the top and of all below it."]],
      ["ul",[["b","Issue an account"],": choose the unit and the role, give a name. The one-time password shows once; ",["b","Print the slip"]," hands it over. It opens one session, in 7 days."],[["b","New password"]," when somebody has forgotten theirs; they are signed out everywhere. A head's is given by the office above."],[["b","Lock"]," when the person has left; what was recorded keeps the name. ",["b","Open again"]," when needed."],[["b","Sections"],": the account does the work of those only: teaching, personnel, finance…"],[["b","Until"],", of who stands in for another: after that day the account is locked by itself."]],
      ["p",["A teacher sees her own classes only: choose that role, type her name and pick her. Name and code are printed on the slip: she compares them with her record. Whoever issues accounts sees names and codes only, no records."]],
    ],
  },
  'units': {
    no: '9.2',
    picture: units,
    vi: [
      ["title",["Đơn vị"]],
      ["p",["Cây đơn vị như hôm nay, hoặc như ngày gõ vào ô ",["b","Như ngày"],". Bấm một đơn vị để xem nó từ đâu ra và làm gì được; với ngày khác thì xem tên, cấp quản lý, tình trạng ngày ấy."]],
      ["ul",[["b","Lập đơn vị bên dưới"],": Bộ lập Sở; Sở lập UBND cấp xã, Phòng. Trường thì nạp ở ",["b","Nạp danh sách trường"],"."],[["b","Đóng"],", ",["b","Sáp nhập"],", ",["b","Chia tách"],", ",["b","Chuyển cơ quan quản lý"],": điền ngày, số quyết định, bấm ",["b","Xem trước"]," để thấy động đến ai, lớp, báo cáo nào."],["Chỉ khi gõ đúng mã đơn vị thì máy mới làm thật."],["Danh sách trường nạp từ tệp không đổi nơi quản lý và tình trạng của trường đang có, chỉ nhắc: hãy đổi ở đây. Trường do một lần nạp lập rồi huỷ không còn trong cây."],["Đơn vị đóng nhầm thì ",["b","Mở lại"],", kèm lý do."]],
    ],
    en: [
      ["title",["Units"]],
      ["p",["The tree of units as of today, or as of a day typed into ",["b","As of"],". Press a unit to see where it comes from and what can be done; of another day, how it was called, managed and stood on it."]],
      ["ul",[["b","Open a unit below"],": the Ministry opens provincial departments, they communes and district offices. Schools come in at ",["b","Import schools"],"."],[["b","Close"],", ",["b","Merge"],", ",["b","Split"],", ",["b","Move"],": give the day and the decision; ",["b","Preview"]," shows how many people, classes and reports it touches."],["It is done only when the code of the unit has been typed."],["A register of schools taken in from a file does not change the managing office or the status of a school that is there, it only tells: change it here. A school that an import opened and took back leaves the tree."],["A unit closed by mistake is ",["b","opened again"],", with the reason."]],
    ],
  },
  'log': {
    no: '9.3',
    picture: log,
    vi: [
      ["title",["Nhật ký thay đổi"]],
      ["p",["Ai đã làm gì, với hồ sơ nào, lúc nào; mới nhất ở trên."]],
      ["ul",["Lọc theo loại hồ sơ, tài khoản, từ ngày, đến ngày."],["Bấm vào tên để mở hồ sơ; thẻ ",["b","Lịch sử"]," của nó cho biết trước và sau."]],
      ["p",["Dòng đầu cho biết lần kiểm chứng sau cùng: nhật ký được nối thành chuỗi, sửa lén một dòng là lộ ngay. Nếu báo không nguyên vẹn, hãy gọi người quản trị hệ thống."]],
    ],
    en: [
      ["title",["Log of changes"]],
      ["p",["Who did what to which record, and when; the newest first."]],
      ["ul",["Filter by kind of record, account, from a day, to a day."],["Press a name to open the record; its ",["b","History"]," tells before and after."]],
      ["p",["The first line tells the last check: the lines are chained, so that a secret change shows at once. When it says that the log is not whole, call the system administrator."]],
    ],
  },
  'views': {
    no: '9.4',
    picture: views,
    vi: [
      ["title",["Ai đã xem ai"]],
      ["p",["Mỗi người mà một tài khoản được xem đều được ghi, mỗi giờ một lần: ",["b","thấy trong danh sách"],", hay ",["b","mở hồ sơ"],". Trường thấy ai xem người của mình; cơ quan thấy mọi đơn vị bên dưới."]],
      ["ul",["Lọc theo tài khoản, từ ngày, đến ngày."],[["b","Để làm gì"],": bấm ",["b","Hiện đủ…"]," trên danh sách và viết để làm gì thì số và địa chỉ hiện đủ; điều đã viết nằm ở đây."],[["b","Bị dừng"],": tài khoản của phòng, sở chỉ được xem một số người mỗi giờ. Người quản trị và cấp trên được báo ở trang đầu."],[["b","Hồ sơ mồi"],": hồ sơ không của ai. Ai mở thì cũng được báo như vậy."]],
      ["p",["Thấy ai xem mà không phải việc của họ: hỏi người ấy, rồi báo cấp trên."]],
    ],
    en: [
      ["title",["Who looked at whom"]],
      ["p",["Each person that an account was shown is kept, once an hour: ",["b","saw in a list"],", or ",["b","opened the record"],". A school sees who looked at its people; an office sees every unit below."]],
      ["ul",["Filter by account, from a day, to a day."],[["b","What for"],": lists do not show identity numbers, telephones and addresses wholly. Press ",["b","Show wholly…"]," above a list and write what for: they are shown, and what was written stands here."],[["b","Stopped"],": an account of an office is shown so many people an hour. Where one was stopped, its administrators and superiors are told on the first page."],[["b","Decoys"],": records of nobody, put there by who runs the machine. Who opens one is told of in the same way, to all but themself."]],
      ["p",["Somebody looked at whom they had no business with: ask them, then tell the office above."]],
    ],
  },
  'sessions': {
    no: '9.5',
    picture: sessions,
    vi: [
      ["title",["Phiên đang mở"]],
      ["p",["Ai đang đăng nhập, từ lúc nào, từ địa chỉ mạng nào, làm việc lần cuối khi nào, và phiên tự hết lúc nào nếu không làm gì nữa."]],
      ["ul",["Quản trị viên thấy đơn vị của mình và mọi cấp bên dưới; những người khác thấy các phiên của chính mình."],["Phiên của tài khoản quản trị tự hết sau 15 phút không làm gì, của người khác sau một giờ; dài nhất 12 giờ. Năm phút trước đó màn hình báo và hỏi có ở lại không."],[["b","Kết thúc"]," đưa người ấy ra trong vòng một giây."]],
      ["p",["Thấy phiên lạ dưới tên mình: kết thúc nó, rồi ",["b","Đổi mật khẩu"]," ở góc phải trên cùng."]],
    ],
    en: [
      ["title",["Open sessions"]],
      ["p",["Who is signed in, since when, when they last worked, and when the session ends by itself if nothing more is done."]],
      ["ul",["Administrators see their unit and all below it; everybody else their own sessions."],["A session of an administration account ends after 15 minutes in which nothing is done, of anybody else after an hour; after 12 hours at the latest. Five minutes before the screen says so and asks whether to stay."],[["b","End"]," signs the person out within a second."]],
      ["p",["A session you do not know under your name: end it, then change your password at the top right."]],
    ],
  },
  'factor': {
    picture: factor,
    vi: [
      ["title",["Xác nhận hai bước"]],
      ["p",["Ngoài mật khẩu, khi đăng nhập bạn nhập mã 6 số của ứng dụng xác thực trên điện thoại. Mật khẩu lộ ra thì vẫn chưa ai vào được."]],
      ["ul",[["b","Đặt xác nhận hai bước"],": gõ mật khẩu, quét hình bằng ứng dụng, nhập mã đang hiện."],[["b","Mã dự phòng"]," chỉ hiện một lần, mỗi mã dùng một lần: in ra và cất kỹ. ",["b","Bỏ"]," cần mật khẩu và một mã."],[["b","Thêm khóa truy cập"],": từ đó vào bằng vân tay, khuôn mặt hoặc mã PIN của máy, bằng nút ",["b","Đăng nhập bằng khóa truy cập"],". Mất máy thì bỏ khóa ấy."],[["b","Ai phải có"]," (người quản trị hệ thống): tuỳ mỗi người, hoặc bắt buộc với ai thấy hay quyết định được nhiều. Ai chưa có được dẫn đi đặt."]],
      ["p",["Mất cả điện thoại và mã dự phòng: nhờ người quản trị cấp lại mật khẩu."]],
    ],
    en: [
      ["title",["Second step"]],
      ["p",["Beside the password you enter six digits that an authenticator on your telephone shows. A password that gets known does not let anybody in yet."]],
      ["ul",[["b","Set a second step"],": type your password, scan the picture with the authenticator, enter the digits it shows."],[["b","Codes on paper"]," are shown once and are good once each: print them and keep them well. ",["b","Taking it off"]," needs your password and a code."],[["b","Add a passkey"],": from then on finger, face or PIN of your device let you in, by the button ",["b","Sign in with a passkey"],". Lost the device: remove it."],[["b","Who must have one"]," (whoever keeps the whole system): left to each, or demanded of whoever sees or decides much. Whoever has none is led to set one."]],
      ["p",["Telephone and codes lost: whoever manages your account gives you a new password."]],
    ],
  },
  'places': {
    no: '9.6',
    picture: places,
    vi: [
      ["title",["Địa chỉ cũ thành mới"]],
      ["p",["Từ ngày 01/07/2025 nhiều xã, phường được sáp nhập hoặc chia lại; hồ sơ ghi nơi cũ cần đổi sang nơi mới."]],
      ["ol",["Bấm ",["b","Xem trước"],": máy đếm địa chỉ đã đúng, đổi được ngay, và cần người chọn. Chưa ghi gì."],["Bấm ",["b","Đổi"]," để sửa mọi địa chỉ chỉ có thể thành một nơi mới. Mỗi lần sửa đều có trong ",["b","Lịch sử"]," của hồ sơ và trả lại được."],["Với nơi bị chia ra, chọn nơi mới cho cả xã hoặc cho từng địa chỉ cũ; bấm ",["b","Xem trước"]," lại rồi ",["b","Đổi"],". Đã chọn thì không hỏi lại."],["Mã không rõ là xã nào: mở ",["b","Từng hồ sơ"],", bấm vào tên rồi chọn ở ô địa chỉ."]],
    ],
    en: [
      ["title",["Old addresses to new"]],
      ["p",["On 1 July 2025 many communes were merged or divided anew; records that name an old place are to name the new one."]],
      ["ol",[["b","Preview"]," counts the addresses that are right already, that can be changed at once, and that somebody must choose. Nothing is written."],[["b","Change"]," corrects all that can only have become one place. Each is in the ",["b","History"]," of its record and can be taken back."],["Where a place was split, choose the new one for the whole commune or for each old address; ",["b","Preview"]," again, then ",["b","Change"],". What was chosen is not asked again."],["A code of no known place: open ",["b","Record by record"],", press the name and choose in the field of the address."]],
    ],
  },
  'rules': {
    no: '9.7',
    picture: rules,
    vi: [
      ["title",["Quy định kỹ thuật"]],
      ["p",["Mọi mục thông tin, kiểu dữ liệu và danh mục mã mà hệ thống nhận, theo một bản công bố. Phần mềm của trường và của tỉnh đọc cùng bản này."]],
      ["ul",[["b","Toàn văn:"]," đọc cả bản trên trình duyệt."],[["b","Bảng tính:"]," tải về để tra cứu; ",["b","Cho phần mềm:"]," cùng nội dung, cho người làm phần mềm."],[["b","Khác với phiên bản trước:"]," từng loại hồ sơ, từng danh mục: mục nào thêm, bỏ, đổi. Bấm vào một dòng để xem."]],
      ["p",["Phiên bản cũ còn được chấp nhận thì phần mềm chưa kịp đổi vẫn gửi được."]],
    ],
    en: [
      ["title",["Technical rules"]],
      ["p",["Every item, type of data and code list that the system takes, in one published edition. Programs of schools and provinces read this same one."]],
      ["ul",[["b","Full text:"]," the whole edition in the browser."],[["b","Workbook:"]," to look things up; ",["b","For programs:"]," the same for those who write programs."],[["b","Differences from the version before:"]," for each record type and code list, what was added, removed, changed. Press a line to see."]],
      ["p",["While an older version is still accepted, a program that has not changed yet can go on sending."]],
    ],
  },
  'clients': {
    no: '9.8',
    picture: clients,
    vi: [
      ["title",["Phần mềm kết nối"]],
      ["p",["Phần mềm của trường hoặc của Sở lấy và gửi dữ liệu qua API."]],
      ["ul",[["b","Cấp quyền cho phần mềm"],": chọn đơn vị, đặt tên, đánh dấu được xem, được ghi những loại hồ sơ nào (",["b","Mọi thứ"],": xem hết). Chỉ cấp đúng phần cần."],["Khoá chỉ hiện một lần; giao tận tay người cài đặt."],[["b","Thu hồi"]," là ngắt trong vòng một giây; mọi việc đã làm vẫn còn trong nhật ký."]],
    ],
    en: [
      ["title",["Programs"]],
      ["p",["Programs of a school or an office that read and send data through the API."]],
      ["ul",[["b","Let a program in"],": choose the unit, give a name, tick which kinds of records it may read and write (",["b","Everything"],": reads all). Give no more than it needs."],["The key is shown once; hand it over in person."],[["b","Revoke"]," cuts it off within a second; what it did stays in the log."]],
    ],
  },
  'regulations': {
    no: '9.9',
    picture: regulations,
    vi: [
      ["title",["Quy chế sử dụng"]],
      ["p",["Quy chế khai thác, sử dụng hệ thống mà đơn vị và cấp trên ban hành (Thông tư 42/2021, điều 12, 15)."]],
      ["ul",[["b","Đọc và xác nhận:"]," bấm vào tên, đọc, rồi bấm ",["b","Tôi đã đọc và sẽ làm theo"],". Trang đầu nhắc bạn tới khi xác nhận xong."],[["b","Ban hành"]," (Hiệu trưởng, cán bộ quản lý dữ liệu): dán nội dung vào, mỗi đoạn một dòng. Mọi tài khoản của đơn vị và bên dưới đều phải xác nhận."],[["b","Ra bản mới:"]," mở bản đang áp dụng, sửa, ban hành. Bản cũ vẫn đọc được; mọi người xác nhận lại."],[["b","Ai chưa xác nhận:"]," ở cuối trang của quy chế, theo đơn vị."]],
    ],
    en: [
      ["title",["Rules of use"]],
      ["p",["How the unit and the offices above it want the system to be used (Circular 42/2021, articles 12 and 15)."]],
      ["ul",[["b","Read and acknowledge:"]," press the title, read, then press ",["b","I have read this and will follow it"],". The first page reminds you until it is done."],[["b","Publish"]," (head of school, data officer): paste the text, a paragraph a line. Every account of the unit and below has to acknowledge it."],[["b","New version:"]," open the one that holds, change it, publish. The old one can still be read; everybody acknowledges anew."],[["b","Who has not acknowledged:"]," at the end of the page, by unit."]],
    ],
  },
  'requests': {
    no: '9.10',
    picture: requests,
    vi: [
      ["title",["Yêu cầu hỗ trợ"]],
      ["p",["Người dùng của đơn vị và các đơn vị bên dưới hỏi, báo lỗi, góp ý ở đây; cũ nhất đứng trước."]],
      ["ol",["Đọc yêu cầu; bấm vào tên màn hình để xem chính chỗ ấy của đơn vị ấy."],["Viết câu trả lời rồi bấm ",["b","Trả lời và đóng"],". Người gửi thấy ngay ở trang đầu; câu đã gửi không sửa được."]],
      ["ul",["Mỗi yêu cầu trả lời một lần; ai khác đã trả lời trước thì tải lại trang để đọc."],["Yêu cầu của chính mình do người khác trả lời."],["Đừng ghi tên hay số của ai trong câu trả lời."],["Quá ba ngày chưa ai trả lời thì cấp trên nữa cũng được báo."]],
    ],
    en: [
      ["title",["Requests for help"]],
      ["p",["What people of the unit and of those below it ask, report or suggest; the oldest first."]],
      ["ol",["Read it; press the name of the screen to see that very place of that unit."],["Write the answer and press ",["b","Answer and close"],". The sender sees it on the first page; what was sent cannot be changed."]],
      ["ul",["Each is answered once; if somebody was first, load the page again to read theirs."],["Your own request is answered by somebody else."],["Nobody's name or number in an answer."],["What nobody answered for three days is told to those further up."]],
    ],
  },
  'help': {
    picture: help,
    vi: [
      ["title",["Trợ giúp"]],
      ["ul",[["b","Báo lỗi, góp ý"],": viết bạn đang làm gì, điều gì không đúng, hoặc muốn hỏi gì. Bấm được từ bảng trợ giúp (phím ",["k","?"],") của mọi màn hình: màn hình ấy được ghi kèm."],[["b","Đừng ghi tên hay số của ai."]," “Một em lớp 1A” là đủ để người trả lời tìm ra."],[["b","Yêu cầu của tôi"],": đã gửi gì, ai trả lời ra sao. Đọc xong bấm ",["b","Tôi đã đọc"]," để trang đầu thôi nhắc."],[["b","Hướng dẫn từng màn hình"],": bấm vào tên để mở, hoặc gõ điều cần tìm."]],
      ["p",["Người quản trị của đơn vị và cơ quan ngay trên trả lời; quá ba ngày chưa ai trả lời thì cấp trên nữa cũng được báo."]],
    ],
    en: [
      ["title",["Help"]],
      ["ul",[["b","Report a fault, ask"],": write what you were doing, what is wrong, or what you would like to know. It can be pressed in the help (key ",["k","?"],") of every screen: that screen is named along."],[["b","Write nobody's name or number."]," “A pupil of 1A” is enough for whoever answers."],[["b","My requests"],": what you sent, and who answered what. Press ",["b","I have read it"]," when you have, and the first page reminds you no more."],[["b","A guide for each screen"],": press a title to open it, or type what you look for."]],
      ["p",["Your unit's administrator and the office right above answer; what nobody answered for three days is told to those further up."]],
    ],
  },
}
